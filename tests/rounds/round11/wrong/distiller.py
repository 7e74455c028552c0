"""Logit distillation for the on-device dialogue model.

# bug: KLDivLoss gets a teacher in log space although log_target was not set
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Distiller(nn.Module):
    def __init__(self, student, teacher, alpha=0.5, T=2.0):
        super().__init__()
        self.student = student
        self.teacher = teacher.eval().requires_grad_(False)
        self.alpha = alpha
        self.T = T
        self.div = nn.KLDivLoss(reduction="batchmean")

    def forward(self, input_ids, attention_mask, labels):
        s = self.student(input_ids=input_ids, attention_mask=attention_mask, labels=labels)
        with torch.no_grad():
            t = self.teacher(input_ids=input_ids, attention_mask=attention_mask)
        sel = labels[:, 1:] != -100
        sl = F.log_softmax(s.logits[:, :-1][sel] / self.T, dim=-1)
        tl = F.log_softmax(t.logits[:, :-1][sel] / self.T, dim=-1)
        kd = self.div(sl, tl) * self.T ** 2  # expect: SEQ114
        return self.alpha * s.loss + (1 - self.alpha) * kd
