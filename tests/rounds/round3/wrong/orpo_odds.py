"""ORPO's odds-ratio term.

# bug: log(1 - exp(x)) cancels when the log-probability is near zero
"""
import torch
import torch.nn.functional as F


def log_odds(avg_logp: torch.Tensor) -> torch.Tensor:
    return avg_logp - torch.log(1 - torch.exp(avg_logp))  # expect: SEQ608


def odds_ratio_loss(chosen: torch.Tensor, rejected: torch.Tensor, lam: float = 0.1) -> torch.Tensor:
    """chosen, rejected: length-averaged log-probs as ORPO defines them."""
    return -lam * F.logsigmoid(log_odds(chosen) - log_odds(rejected)).mean()
