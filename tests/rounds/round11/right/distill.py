"""Knowledge distillation with tempered teacher and student."""
import torch
import torch.nn.functional as F


def kd(student, teacher, labels, T=2.0, alpha=0.5):
    keep = labels[:, 1:] != -100
    s, t = student[:, :-1][keep].float(), teacher[:, :-1][keep].float()
    soft = F.kl_div(F.log_softmax(s / T, -1), F.log_softmax(t / T, -1), log_target=True, reduction="batchmean")
    hard = F.cross_entropy(s, labels[:, 1:][keep])
    return alpha * T * T * soft + (1 - alpha) * hard


def soft_ce(student_logits, teacher_logits):
    with torch.no_grad():
        target = teacher_logits.softmax(-1)
    return F.cross_entropy(student_logits, target)
