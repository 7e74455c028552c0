"""Helpers for odds-ratio preference training.

# bug: the ignore entries are zeroed inside the caller's label tensor, and log(1 - exp(lp)) is evaluated naively.
"""
import torch
import torch.nn.functional as F

IGNORE = -100


def mean_logps(logits, labels):
    """Average log-probability of the non-ignored labels, one value per row."""
    tgt = labels[:, 1:]
    use = tgt != IGNORE
    tgt[~use] = 0  # expect: SEQ308
    lp = logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(2, tgt[:, :, None])[:, :, 0]
    return (lp * use).sum(1) / use.sum(1).clamp(min=1)


def log_odds(lp):
    return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608


def orpo_loss(model, batch, lam=0.1):
    good = model(input_ids=batch["chosen_ids"], attention_mask=batch["chosen_mask"]).logits
    bad = model(input_ids=batch["rejected_ids"], attention_mask=batch["rejected_mask"]).logits
    w = mean_logps(good, batch["chosen_labels"])
    l = mean_logps(bad, batch["rejected_labels"])
    ratio = F.logsigmoid(log_odds(w) - log_odds(l))
    return -w.mean() - lam * ratio.mean(), {"chosen": w.detach(), "rejected": l.detach()}
