"""Forward KL to the teacher and nucleus entropies."""
import torch
from torch.nn.functional import kl_div, log_softmax


def forward_kl(student, teacher, keep):
    a = log_softmax(student[keep].float(), dim=-1)
    b = log_softmax(teacher[keep].float(), dim=-1)
    return kl_div(a, b, reduction="batchmean", log_target=True)


def reverse_kl(student, teacher, keep):
    a = log_softmax(student[keep].float(), dim=-1)
    b = log_softmax(teacher[keep].float(), dim=-1)
    return (a.exp() * (a - b)).sum(-1).mean()


def truncated(z, mass):
    p = z.float().softmax(-1)
    s, order = p.sort(-1, descending=True)
    drop = torch.zeros_like(p, dtype=torch.bool).scatter(-1, order, s.cumsum(-1) - s > mass)
    p = p.masked_fill(drop, 0.0)
    return p / p.sum(-1, keepdim=True)


def truncated_entropy(z, mass=0.9):
    return torch.special.entr(truncated(z, mass)).sum(-1)
