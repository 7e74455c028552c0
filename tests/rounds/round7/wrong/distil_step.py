"""Distillation loss used by the student trainer.

# bug: the target of kl_div is in log space but log_target is left at False.
"""
from typing import NamedTuple

import torch
from torch import Tensor
import torch.nn.functional as F


class DistilOut(NamedTuple):
    total: Tensor
    soft: Tensor
    hard: Tensor


def distil_loss(student_logits: Tensor, teacher_logits: Tensor, labels: Tensor,
                temperature: float = 2.0, alpha: float = 0.5) -> DistilOut:
    """Labels use -100 for the positions that are not trained on."""
    z_s = student_logits[:, :-1].float()
    z_t = teacher_logits[:, :-1].float().detach()
    y = labels[:, 1:]
    live = y.ne(-100)
    s = F.log_softmax(z_s[live] / temperature, dim=-1)
    t = F.log_softmax(z_t[live] / temperature, dim=-1)
    soft = F.kl_div(s, t, reduction="batchmean") * temperature ** 2  # expect: SEQ114
    hard = F.cross_entropy(z_s[live], y[live])
    return DistilOut(alpha * soft + (1 - alpha) * hard, soft.detach(), hard.detach())


def train_step(student, teacher, batch, optim):
    with torch.no_grad():
        ref = teacher(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    out = student(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    parts = distil_loss(out, ref, batch["labels"])
    optim.zero_grad()
    parts.total.backward()
    optim.step()
    return parts
