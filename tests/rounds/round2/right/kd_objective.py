"""Knowledge distillation at temperature tau plus the reference KL in log space."""
import torch.nn.functional as F


def kd_loss(student_z, teacher_z, keep, tau=2.0):
    s = F.log_softmax(student_z[keep].float() / tau, dim=-1)
    t = F.softmax(teacher_z[keep].float() / tau, dim=-1)
    return F.kl_div(s, t, reduction="batchmean") * tau ** 2


def kl_policy_reference(policy_z, ref_z):
    """KL(policy || reference) per position."""
    p = policy_z.float().log_softmax(-1)
    q = ref_z.float().log_softmax(-1)
    return F.kl_div(q, p, log_target=True, reduction="none").sum(dim=-1)


def total(student_z, teacher_z, labels, ce):
    keep = labels[:, 1:].ne(-100)
    return 0.5 * ce + 0.5 * kd_loss(student_z[:, :-1], teacher_z[:, :-1], keep)
