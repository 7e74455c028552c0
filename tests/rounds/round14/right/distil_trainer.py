"""Token-level distillation on top of Trainer; the student also sees the gold labels."""
import torch
import torch.nn.functional as F
from transformers import Trainer


class DistilTrainer(Trainer):
    def __init__(self, *a, teacher, tau=2.0, mix=0.5, **kw):
        super().__init__(*a, **kw)
        self.teacher = teacher.eval().requires_grad_(False)
        self.tau, self.mix = tau, mix

    def compute_loss(self, model, inputs, return_outputs=False, **kw):
        out = model(**inputs)
        with torch.no_grad():
            t = self.teacher(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]).logits
        keep = inputs["labels"][:, 1:] != -100
        s = out.logits[:, :-1][keep].float() / self.tau
        t = t[:, :-1][keep].float() / self.tau
        kd = F.kl_div(F.log_softmax(s, dim=-1), F.log_softmax(t, dim=-1), log_target=True, reduction="batchmean")
        loss = self.mix * out.loss + (1 - self.mix) * self.tau**2 * kd
        return (loss, out) if return_outputs else loss

    def log(self, logs, *a, **kw):
        if "eval_ce" in logs:
            logs["eval_ppl"] = float(torch.tensor(logs["eval_ce"]).exp())
        super().log(logs, *a, **kw)


def soft_target_ce(student, teacher):
    return F.cross_entropy(student, teacher.softmax(dim=-1))


def agreement(student, teacher, keep):
    same = student.argmax(-1) == teacher.argmax(-1)
    return same[keep].float().mean()
