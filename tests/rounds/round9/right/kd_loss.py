"""Knowledge-distillation loss with a hard-label term."""
import torch
import torch.nn.functional as F


class KDLoss:
    def __init__(self, teacher, tau=2.0, alpha=0.5):
        self.teacher, self.tau, self.alpha = teacher.eval(), tau, alpha

    def __call__(self, student, batch):
        feed = dict(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        s = student(**feed).logits[:, :-1].float()
        with torch.no_grad():
            t = self.teacher(**feed).logits[:, :-1].float()
        y = batch["labels"][:, 1:]
        live = y.ne(-100)
        n = live.sum().clamp(min=1)
        hard = F.cross_entropy(s.flatten(0, 1), y.flatten(), ignore_index=-100, reduction="sum") / n
        soft = F.kl_div(
            F.log_softmax(s / self.tau, dim=-1),
            F.log_softmax(t / self.tau, dim=-1),
            log_target=True,
            reduction="none",
        ).sum(dim=-1)
        soft = soft.masked_fill(~live, 0.0).sum() / n
        return self.alpha * hard + (1.0 - self.alpha) * self.tau**2 * soft
