"""Distillation: log-probabilities of the student, probabilities (or logs) of the teacher."""
import torch
import torch.nn.functional as F
from torch import nn


class Distil(nn.Module):
    def __init__(self, tau=2.0, log_space=False):
        super().__init__()
        self.tau = tau
        self.log_space = log_space
        self.kl_log = nn.KLDivLoss(reduction="batchmean", log_target=True)

    def forward(self, student, teacher):
        """(N, V) logits of both models at the same positions."""
        s = torch.log_softmax(student / self.tau, -1)
        if self.log_space:
            return self.kl_log(s, torch.log_softmax(teacher / self.tau, -1)) * self.tau**2
        return F.kl_div(s, F.softmax(teacher / self.tau, -1), reduction="batchmean") * self.tau**2


if __name__ == "__main__":
    a, b = torch.randn(3, 7), torch.randn(3, 7)
    assert torch.allclose(Distil()(a, b), Distil(log_space=True)(a, b), atol=1e-5)
