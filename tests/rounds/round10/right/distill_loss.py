"""Hinton distillation with temperature for a student LM; the hard loss stays at temperature one."""
import torch
import torch.nn.functional as F


class KDLoss(torch.nn.Module):
    def __init__(self, tau=2.0, mix=0.5):
        super().__init__()
        self.tau, self.mix = tau, mix

    def forward(self, student, teacher, labels):
        s, t, y = student[:, :-1].float(), teacher[:, :-1].float(), labels[:, 1:]
        use = y != -100
        n = use.sum().clamp(min=1)
        kl = F.kl_div(
            F.log_softmax(s / self.tau, -1), F.log_softmax(t / self.tau, -1), reduction="none", log_target=True
        ).sum(-1)
        soft = self.tau**2 * kl.masked_fill(~use, 0.0).sum() / n
        hard = F.cross_entropy(s.transpose(1, 2), y, ignore_index=-100, reduction="sum") / n
        return self.mix * soft + (1 - self.mix) * hard


def soft_target_ce(student_row, teacher_row):
    """Cross-entropy against the teacher's probabilities, one position."""
    return F.cross_entropy(student_row[None], teacher_row.softmax(-1)[None])
