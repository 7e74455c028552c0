"""Soft-target distillation with temperature on both sides."""
from typing import NamedTuple

import torch
import torch.nn.functional as F


class Terms(NamedTuple):
    soft: torch.Tensor
    hard: torch.Tensor
    total: torch.Tensor


def distil(student_z, teacher_z, labels, T=2.0, mix=0.5, skip=-100) -> Terms:
    y = labels[:, 1:]
    on = y != skip
    s = student_z[:, :-1][on]
    t = teacher_z[:, :-1][on].detach()
    soft = F.kl_div(
        torch.log_softmax(s / T, dim=-1),
        torch.log_softmax(t / T, dim=-1),
        reduction="batchmean",
        log_target=True,
    ) * (T * T)
    hard = F.cross_entropy(s, y[on])
    return Terms(soft, hard, mix * soft + (1 - mix) * hard)
