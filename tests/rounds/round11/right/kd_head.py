"""Distillation objective; both distributions stay in log space."""
import torch
import torch.nn as nn


class KD(nn.Module):
    def __init__(self, T=2.0):
        super().__init__()
        self.T = T
        self.kl = nn.KLDivLoss(reduction="batchmean", log_target=True)
        self.kl_soft = nn.KLDivLoss(reduction="batchmean")

    def forward(self, student_z, teacher_z, labels, soft=False):
        sel = labels[:, 1:] != -100
        s = (student_z[:, :-1][sel] / self.T).log_softmax(-1)
        t = (teacher_z[:, :-1][sel] / self.T).detach()
        if soft:
            return self.kl_soft(s, torch.softmax(t, -1)) * self.T ** 2
        return self.kl(s, t.log_softmax(-1)) * self.T ** 2
