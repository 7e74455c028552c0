"""Distillation of a small tagger from a large one, soft targets at temperature 2."""
import torch
import torch.nn.functional as F


class Distiller:
    def __init__(self, student, teacher, T=2.0, mix=0.7):
        self.student, self.teacher = student, teacher.eval()
        self.T, self.mix = T, mix

    def loss(self, x, y):
        s = self.student(x)
        with torch.no_grad():
            t = self.teacher(x)
        soft = F.kl_div(
            F.log_softmax(s / self.T, dim=-1), F.log_softmax(t / self.T, dim=-1), reduction="batchmean", log_target=True
        )
        return self.mix * self.T**2 * soft + (1 - self.mix) * F.cross_entropy(s, y)
