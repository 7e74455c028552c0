"""SimPO loss.

# bug: a response that was truncated away has an all-zero mask, the mean is 0/0
"""
import torch.nn.functional as F


def average_logp(logits, labels):
    gold = labels[:, 1:]
    keep = gold.ne(-100)
    lp = logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, gold.masked_fill(~keep, 0).unsqueeze(-1)).squeeze(-1)
    return (lp * keep).sum(-1) / keep.sum(-1)  # expect: SEQ611


def simpo_loss(chosen, rejected, beta=2.0, gamma=1.0):
    """chosen, rejected: (logits, labels); SimPO uses length-averaged log-probs."""
    margin = average_logp(*chosen) - average_logp(*rejected)
    return -F.logsigmoid(beta * margin - gamma).mean()
