"""Distillation term: KL(teacher || student) on scored positions."""
import torch
import torch.nn.functional as F


def kd(student_logits, teacher_logits, keep, tau=2.0):
    s = F.log_softmax(student_logits[keep] / tau, dim=-1)
    t = F.log_softmax(teacher_logits[keep] / tau, dim=-1)
    return F.kl_div(s, t, reduction="batchmean", log_target=True) * tau * tau


def mixed(student_out, teacher_logits, labels, weight):
    keep = labels[:, 1:].ne(-100)
    term = kd(student_out.logits[:, :-1], teacher_logits[:, :-1].detach(), keep)
    return weight * student_out.loss + (1.0 - weight) * term


def top1_agreement(student_logits, teacher_logits, keep):
    same = student_logits.argmax(-1) == teacher_logits.argmax(-1)
    return same[keep].to(torch.float32).mean()
