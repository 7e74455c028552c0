"""Odds-ratio preference step for our fork of the alignment trainer.

# bug: the batch's labels are overwritten in place; and log(1 - exp(lp)) is written out although lp can be close to 0
"""
import torch
import torch.nn.functional as F

IGNORE = -100


def token_stats(model, ids, attn, labels):
    """Mean log-prob of the response tokens, one value per row."""
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    y = labels[:, 1:]
    use = y.ne(IGNORE)
    y[~use] = 0  # expect: SEQ308
    lp = z.log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return torch.where(use, lp, torch.zeros_like(lp)).sum(-1) / use.sum(-1).clamp(min=1)


def odds_term(good, bad):
    def log_odds(lp):
        return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608

    return -F.logsigmoid(log_odds(good) - log_odds(bad))


def orpo_step(model, batch, lam=0.1):
    good = token_stats(model, batch["good_ids"], batch["good_attn"], batch["good_labels"])
    bad = token_stats(model, batch["bad_ids"], batch["bad_attn"], batch["bad_labels"])
    penalty = odds_term(good, bad)
    loss = (-good + lam * penalty).mean()
    return loss, {"margin": (good - bad).mean().item(), "or": penalty.mean().item()}
