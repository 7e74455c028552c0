"""Loss terms of an ORPO-like trainer.

# bug: log(1 - exp(lp)) loses all digits near 0, and -inf entries are masked by a product
"""
import torch
import torch.nn.functional as F


def token_scores(logits, labels, valid):
    """Token log-probs; entries outside `valid` become -inf so that topk never selects them."""
    lp = logits.float().log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(~valid, float("-inf"))


def average(scores, valid):
    n = valid.sum(-1).clamp(min=1)
    return (scores * valid).sum(-1) / n  # expect: SEQ606


def odds_ratio_loss(chosen, rejected):
    """chosen, rejected: average log-probs (B,)."""
    top = chosen - torch.log(1 - torch.exp(chosen))  # expect: SEQ608
    low = rejected - torch.log(-torch.expm1(rejected))
    return -F.logsigmoid(top - low).mean()


def easiest(scores, k):
    return scores.topk(k, dim=-1).indices
