"""Odds-ratio penalty.
# bug: log(1 - exp(logp)) cancels when logp is near zero.
"""
import torch
import torch.nn.functional as F


def odds_ratio_loss(chosen_avg_logp, rejected_avg_logp, lam=0.1):
    """Both (B,), averages over the reply, so they are never positive."""
    den = torch.log(1 - torch.exp(chosen_avg_logp)) - torch.log(1 - torch.exp(rejected_avg_logp))  # expect: SEQ608
    log_odds = (chosen_avg_logp - rejected_avg_logp) - den
    return -lam * F.logsigmoid(log_odds).mean()


def complement(logp: torch.Tensor) -> torch.Tensor:
    """log of the probability of everything else."""
    rest = 1.0 - logp.exp()
    return rest.log()  # expect: SEQ608
