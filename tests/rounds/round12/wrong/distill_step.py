"""One step of word-level distillation on instruction data.

# bug: F.kl_div gets the student's probabilities, its first argument must be log-probabilities.
# bug: the mask keeps the positions whose label is -100, i.e. prompt and padding.
"""
import torch
import torch.nn.functional as F

IGNORE = -100


class Distiller:
    def __init__(self, student, teacher, optimiser, temp=2.0):
        self.student = student
        self.teacher = teacher.eval()
        self.optimiser = optimiser
        self.temp = temp

    def divergence(self, s_logits, t_logits):
        """KL(teacher || student) at every position."""
        s = F.softmax(s_logits / self.temp, dim=-1)  # expect-near: SEQ114
        t = F.softmax(t_logits / self.temp, dim=-1)
        return F.kl_div(s, t, reduction="none").sum(-1) * self.temp**2  # expect: SEQ114

    def step(self, batch):
        labels = batch.pop("labels")
        with torch.no_grad():
            t_logits = self.teacher(**batch).logits
        s_logits = self.student(**batch).logits
        kl = self.divergence(s_logits[:, :-1], t_logits[:, :-1])
        on_answer = labels[:, 1:].eq(IGNORE)  # expect: SEQ307
        loss = kl.masked_select(on_answer).mean()  # expect-near: SEQ307
        loss.backward()
        self.optimiser.step()
        self.optimiser.zero_grad()
        return loss.item()
