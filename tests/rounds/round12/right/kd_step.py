"""Knowledge distillation on the response tokens, forward KL at temperature tau."""
import torch
import torch.nn.functional as F


def kd_loss(student_logits, teacher_logits, labels, tau=2.0):
    log_q = F.log_softmax(student_logits[:, :-1].float() / tau, dim=-1)
    log_p = F.log_softmax(teacher_logits[:, :-1].float() / tau, dim=-1)
    kl = F.kl_div(log_q, log_p, reduction="none", log_target=True).sum(-1)
    ignore = labels[:, 1:] == -100
    kl = kl.masked_fill(ignore, 0.0)
    return tau * tau * kl.sum() / (~ignore).sum().clamp(min=1)


class KDTrainer:
    def __init__(self, student, teacher, opt):
        self.student, self.teacher, self.opt = student, teacher, opt
        self.teacher.eval()

    def training_step(self, batch):
        labels = batch["labels"]
        feed = {k: batch[k] for k in ("input_ids", "attention_mask")}
        with torch.no_grad():
            t = self.teacher(**feed).logits
        loss = kd_loss(self.student(**feed).logits, t, labels)
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        return float(loss.detach())
