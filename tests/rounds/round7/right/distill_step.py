"""Knowledge distillation at temperature T and a k3 penalty against a reference policy."""
import torch
import torch.nn.functional as F


def soft_loss(student_z, teacher_z, keep, T=2.0):
    """KL(teacher || student) at temperature T, averaged over kept positions."""
    s = F.log_softmax(student_z.float() / T, dim=-1)
    t = F.log_softmax(teacher_z.float() / T, dim=-1)
    kl = F.kl_div(s, t, reduction="none", log_target=True).sum(-1)
    return T * T * (kl * keep).sum() / keep.sum().clamp(min=1)


def k3(new, ref, keep):
    d = ref - new
    return ((d.exp() - 1 - d) * keep).sum() / keep.sum().clamp(min=1)


def clipped(new, old, adv, keep, eps=0.2):
    r = torch.exp(new - old)
    gain = torch.minimum(r * adv, r.clamp(1 - eps, 1 + eps) * adv)
    return -(gain * keep).sum() / keep.sum().clamp(min=1)
