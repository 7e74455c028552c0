"""Knowledge distillation with Hinton's temperature, forward KL per token."""
import torch
import torch.nn.functional as F


class Distil:
    def __init__(self, student, teacher, tau=2.0, alpha=0.5):
        self.student, self.teacher = student, teacher.eval()
        self.tau, self.alpha = tau, alpha

    def __call__(self, batch):
        y = batch["labels"][:, 1:]
        m = y != -100
        s = self.student(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
        with torch.no_grad():
            t = self.teacher(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
        kl = F.kl_div(
            F.log_softmax(s / self.tau, -1), F.log_softmax(t / self.tau, -1), log_target=True, reduction="none"
        ).sum(-1)
        soft = kl[m].sum() / m.sum().clamp(min=1) * self.tau**2
        hard = F.cross_entropy(s[m], y[m]) if m.any() else s.sum() * 0.0
        return self.alpha * soft + (1 - self.alpha) * hard
