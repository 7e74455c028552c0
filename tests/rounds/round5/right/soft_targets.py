"""Knowledge distillation and the entropy of a restricted teacher."""
import torch
import torch.nn.functional as F
from torch import nn


class Distiller(nn.Module):
    def __init__(self, student, teacher, tau=2.0, alpha=0.5):
        super().__init__()
        self.student, self.teacher = student, teacher
        self.tau, self.alpha = tau, alpha
        self.kl = nn.KLDivLoss(reduction="batchmean", log_target=True)

    def forward(self, x, y):
        self.teacher.eval()
        with torch.no_grad():
            zt = self.teacher(x).flatten(0, 1)
        zs = self.student(x).flatten(0, 1)
        soft = self.kl(F.log_softmax(zs / self.tau, -1), F.log_softmax(zt / self.tau, -1))
        return self.alpha * F.cross_entropy(zs, y.flatten()) + (1 - self.alpha) * self.tau**2 * soft


def restricted_entropy(z, allowed):
    """Entropy in nats over the allowed entries of each row (renormalised)."""
    p = z.masked_fill(~allowed, float("-inf")).softmax(-1)
    return torch.special.entr(p).sum(-1)
