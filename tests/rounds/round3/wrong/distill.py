"""Distil a large model into a small one.

# bug: kl_div receives the student's probabilities, its input has to be log-probabilities
"""
import torch
import torch.nn.functional as F


class DistillLoss(torch.nn.Module):
    def __init__(self, tau: float = 2.0):
        super().__init__()
        self.tau = tau

    def forward(self, student_logits, teacher_logits, labels):
        """labels[:, t] is the token that logits[:, t] should predict, -100 elsewhere."""
        keep = labels.ne(-100)
        s = student_logits[keep] / self.tau
        t = teacher_logits[keep] / self.tau
        soft = F.kl_div(F.softmax(s, -1), F.softmax(t, -1), reduction="batchmean")  # expect: SEQ114
        hard = F.cross_entropy(student_logits[keep], labels[keep])
        return hard + self.tau**2 * soft
