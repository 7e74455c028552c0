"""Odds-ratio penalty for preference tuning (ORPO), on length-averaged log-probs.

# bug: log(1 - exp(logp)) loses all digits, or gives -inf, when logp is close to zero
"""
import torch
import torch.nn.functional as F


def row_average(logits, labels):
    y = labels[:, 1:]
    m = y.ne(-100)
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1)
    lp = lp.gather(2, y.clamp(min=0).unsqueeze(2)).squeeze(2)
    return (lp * m).sum(1) / m.sum(1).clamp(min=1)


def complement(logp):
    return torch.log(1 - torch.exp(logp))  # expect: SEQ608


def odds_ratio_loss(chosen, rejected, lam=0.1):
    """chosen / rejected: dicts with logits and labels of the same prompts"""
    good = row_average(chosen["logits"], chosen["labels"])
    bad = row_average(rejected["logits"], rejected["labels"])
    log_odds = (good - bad) - (complement(good) - complement(bad))
    penalty = -F.logsigmoid(log_odds)
    return lam * penalty.mean(), {"log_odds": log_odds.mean().item()}
