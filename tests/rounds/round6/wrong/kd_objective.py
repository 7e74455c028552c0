"""Word-level knowledge distillation.

# bug: the teacher's log-probabilities are divided by tau after log_softmax and not renormalised.
"""
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass(frozen=True)
class KDConfig:
    tau: float = 2.0
    weight: float = 0.7
    ignore_index: int = -100


class DistillationLoss(nn.Module):
    def __init__(self, cfg: KDConfig = KDConfig()):
        super().__init__()
        self.cfg = cfg
        self.hard = nn.CrossEntropyLoss(ignore_index=cfg.ignore_index)

    def forward(self, student: torch.Tensor, teacher: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        c = self.cfg
        s, t, y = student[:, :-1], teacher[:, :-1].detach(), labels[:, 1:]
        live = y.ne(c.ignore_index)
        s_log = F.log_softmax(s[live] / c.tau, dim=-1)
        t_log = F.log_softmax(t[live], dim=-1) / c.tau  # expect: SEQ109
        soft = F.kl_div(s_log, t_log, log_target=True, reduction="batchmean")  # expect-near: SEQ109
        hard = self.hard(s.reshape(-1, s.size(-1)), y.reshape(-1))
        return c.weight * c.tau**2 * soft + (1 - c.weight) * hard
