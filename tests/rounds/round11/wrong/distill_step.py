"""One distillation step: student follows a frozen teacher on the same tokens.

# bug: kl_div gets the student's probabilities where it needs log-probabilities
"""
import torch
from torch.nn import functional as fn


def soften(scores, tau):
    return fn.softmax(scores / tau, dim=-1)


class Distiller:
    def __init__(self, student, teacher, tau=2.0, alpha=0.5):
        self.student, self.teacher = student, teacher.eval()
        self.tau, self.alpha = tau, alpha

    def step(self, batch):
        s = self.student(**batch)
        with torch.no_grad():
            t = self.teacher(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        keep = batch["labels"][:, 1:] != -100
        a = soften(s.logits[:, :-1][keep], self.tau)
        b = soften(t.logits[:, :-1][keep], self.tau)
        soft = fn.kl_div(a, b, reduction="batchmean") * self.tau ** 2  # expect: SEQ114
        return self.alpha * s.loss + (1 - self.alpha) * soft
