"""Held-out evaluation of the distilled 300M student against its teacher.

# bug: KLDivLoss gets a log-space target without log_target=True; the perplexity is the exponential of cross-entropy plus the distillation term
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class DistilEvaluator:
    def __init__(self, student, teacher, tau: float = 2.0, alpha: float = 0.5):
        self.student = student.eval()
        self.teacher = teacher.eval()
        self.tau = tau
        self.alpha = alpha
        self.divergence = nn.KLDivLoss(reduction="batchmean")  # expect-near: SEQ114

    def _pair(self, batch):
        inputs = {k: batch[k] for k in ("input_ids", "attention_mask")}
        s = self.student(**inputs, labels=batch["labels"])
        t = self.teacher(**inputs)
        keep = batch["labels"][:, 1:] != -100
        a = F.log_softmax(s.logits[:, :-1][keep].float() / self.tau, dim=-1)
        b = F.log_softmax(t.logits[:, :-1][keep].float() / self.tau, dim=-1)
        kd = self.divergence(a, b) * self.tau ** 2  # expect: SEQ114
        return s.loss, kd, int(keep.sum())

    @torch.no_grad()
    def run(self, loader):
        acc, n = 0.0, 0
        for batch in loader:
            ce, kd, k = self._pair(batch)
            objective = ce + self.alpha * kd
            acc += objective.item() * k
            n += k
        return {"objective": acc / n, "perplexity": float(np.exp(acc / n))}  # expect: SEQ414
