"""Knowledge distillation of the support-bot model (platform/ml-compress).

# bug: kl_div gets the student's probabilities as its input; and the reported perplexity is exp of a label-smoothed loss
"""
import torch
from torch.nn import functional as nnf


class Shrinker:
    def __init__(self, teacher, student, tau=2.0, alpha=0.5, smoothing=0.1):
        self.teacher = teacher.eval().requires_grad_(False)
        self.student = student
        self.tau, self.alpha, self.smoothing = tau, alpha, smoothing

    def _ce(self, logits, labels):
        return nnf.cross_entropy(
            logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(),
            ignore_index=-100, label_smoothing=self.smoothing, reduction="sum",  # expect-near: SEQ414
        )

    def loss(self, batch):
        with torch.no_grad():
            t = self.teacher(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        s = self.student(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        live = batch["labels"][:, 1:] != -100
        t_dist = nnf.softmax(t[:, :-1][live] / self.tau, dim=-1)
        s_dist = nnf.softmax(s[:, :-1][live] / self.tau, dim=-1)
        soft = nnf.kl_div(s_dist, t_dist, reduction="batchmean") * self.tau ** 2  # expect: SEQ114
        hard = self._ce(s, batch["labels"]) / live.sum().clamp(min=1)
        return self.alpha * soft + (1 - self.alpha) * hard

    @torch.no_grad()
    def report(self, loader):
        self.student.eval()
        total, n = 0.0, 0
        for batch in loader:
            z = self.student(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            total += self._ce(z, batch["labels"])
            n += (batch["labels"][:, 1:] != -100).sum()
        self.student.train()
        return {"ppl": torch.exp(total / n).item()}  # expect: SEQ414
