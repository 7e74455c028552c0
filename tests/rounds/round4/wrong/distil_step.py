"""Distillation step.
# bug: kl_div gets the student's probabilities, and a log-space teacher without log_target=True.
"""
import torch
import torch.nn.functional as F

tau = 2.0


def distil(student, teacher, batch):
    with torch.no_grad():
        t = teacher(**batch).logits
    s = student(**batch).logits
    q = F.softmax(s / tau, dim=-1)
    p = F.softmax(t / tau, dim=-1)
    return tau**2 * F.kl_div(q, p, reduction="batchmean")  # expect: SEQ114


class LogSpace:
    """Same, from cached teacher log-probabilities."""

    def __init__(self):
        self.kl = torch.nn.KLDivLoss(reduction="batchmean")

    def __call__(self, student_logits, cached_logits):
        q = F.log_softmax(student_logits, dim=-1)
        p = F.log_softmax(cached_logits, dim=-1)
        return self.kl(q, p)  # expect: SEQ114
