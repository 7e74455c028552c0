"""ORPO: average log-probs and the odds-ratio term.

# bug: a row whose completion was truncated away has an all-zero mask, 0 / 0 is NaN; log(1 - exp(logp)) cancels when logp is close to zero.
"""
import torch
import torch.nn.functional as F


def average_logp(model, batch):
    """Rows may have no completion tokens left after truncation."""
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, batch["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
    m = batch["completion_mask"][:, 1:].to(lp.dtype)
    return (lp * m).sum(-1) / m.sum(-1)  # expect: SEQ611


def odds_ratio_loss(chosen_avg_logp, rejected_avg_logp, lam=0.1):
    """Both inputs are length-averaged log-probs, shape (B,)."""
    log_odds = (chosen_avg_logp - rejected_avg_logp) - (
        torch.log(1 - torch.exp(chosen_avg_logp))  # expect: SEQ608
        - torch.log(1 - torch.exp(rejected_avg_logp))  # expect-near: SEQ608
    )
    return -lam * F.logsigmoid(log_odds).mean()
