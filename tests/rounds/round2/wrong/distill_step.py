"""Distillation trainer built on transformers' Trainer.

# bug: the first argument of kl_div is a probability, not a log-probability
"""
import torch
import torch.nn.functional as F
from transformers import Trainer


class DistillTrainer(Trainer):
    def __init__(self, *args, teacher=None, alpha=0.5, tau=2.0, **kw):
        super().__init__(*args, **kw)
        self.teacher = teacher.eval()
        self.alpha, self.tau = alpha, tau

    def compute_loss(self, model, inputs, return_outputs=False, **kw):
        out = model(**inputs)
        with torch.no_grad():
            ref = self.teacher(**inputs).logits
        keep = inputs["labels"][:, 1:].ne(-100)
        s = out.logits[:, :-1][keep].float()
        t = ref[:, :-1][keep].float()
        student = F.softmax(s / self.tau, dim=-1)  # expect-near: SEQ114
        teacher = F.softmax(t / self.tau, dim=-1)
        kd = F.kl_div(student, teacher, reduction="batchmean") * self.tau ** 2  # expect: SEQ114
        loss = self.alpha * kd + (1 - self.alpha) * out.loss
        return (loss, out) if return_outputs else loss
