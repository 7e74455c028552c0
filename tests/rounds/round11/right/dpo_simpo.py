"""Preference losses on per-token log-probs (B, T) and response masks."""
import torch
import torch.nn.functional as F


def dpo(pi_w, pi_l, ref_w, ref_l, m_w, m_l, beta=0.1):
    logits = ((pi_w - ref_w) * m_w).sum(-1) - ((pi_l - ref_l) * m_l).sum(-1)
    return -F.logsigmoid(beta * logits).mean()


def simpo(pi_w, pi_l, m_w, m_l, beta=2.0, gamma=1.0):
    """Average log-prob as the implicit reward (SimPO)."""
    avg = lambda lp, m: (lp * m).sum(-1) / m.sum(-1).clamp(min=1)
    return -F.logsigmoid(beta * (avg(pi_w, m_w) - avg(pi_l, m_l)) - gamma).mean()


def k3(new, ref, mask):
    d = ref - new
    return ((torch.exp(d) - d - 1) * mask).sum() / mask.sum().clamp(min=1)
