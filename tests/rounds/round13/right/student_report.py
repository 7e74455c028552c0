"""Teacher / student agreement numbers for the distillation run."""
import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import xlogy


def agreement(student, teacher, keep, tau=2.0):
    """Forward KL and the softened KL used as the training signal, averaged over kept positions."""
    k = keep.bool()
    s, t = student.float()[k], teacher.float()[k]
    if len(s) == 0:
        return {"kl": 0.0, "kl_soft": 0.0}
    kl = F.kl_div(F.log_softmax(s, -1), F.softmax(t, -1), reduction="batchmean")
    soft = F.kl_div((s / tau).log_softmax(-1), (t / tau).log_softmax(-1),
                    reduction="batchmean", log_target=True) * tau ** 2
    return {"kl": kl.item(), "kl_soft": soft.item()}


def topk_renormalised(p, k):
    """Keep the k largest entries of each row."""
    cut = np.partition(p, -k, axis=-1)[..., [-k]]
    q = np.where(p >= cut, p, 0.0)
    return q / q.sum(axis=-1, keepdims=True)


def topk_entropy(p, k=50):
    q = topk_renormalised(p, k)
    return -xlogy(q, q).sum(axis=-1)


def full_entropy(logits: torch.Tensor) -> torch.Tensor:
    z = logits.float()
    return z.logsumexp(-1) - (z.softmax(-1) * z).sum(-1)
