"""Preference losses on (chosen, rejected) pairs: DPO on summed, SimPO on averaged log-probabilities."""
import torch
import torch.nn.functional as F


def gathered(logits, ids, mask):
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    lp = torch.gather(lp, 2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    m = mask[:, 1:].to(lp.dtype)
    return lp * m, m


def total(logits, ids, mask):
    lp, _ = gathered(logits, ids, mask)
    return lp.sum(dim=1)


def average(logits, ids, mask):
    lp, m = gathered(logits, ids, mask)
    return lp.sum(dim=1) / m.sum(dim=1).clamp(min=1.0)


def dpo(policy_w, policy_l, ref_w, ref_l, beta=0.1):
    logits = (policy_w - policy_l) - (ref_w - ref_l)
    return -F.logsigmoid(beta * logits).mean()


def simpo(avg_w, avg_l, beta=2.0, gamma=1.0):
    """Meng et al. (2024): the reward is beta times the answer's mean token log-probability."""
    return -F.logsigmoid(beta * (avg_w - avg_l) - gamma).mean()
