"""Numbers for the distillation report: divergence to the teacher and entropy of the nucleus.

# bug: F.kl_div gets probabilities as its input; the nucleus entropy multiplies zero probabilities with log(0).
"""
import torch
import torch.nn.functional as F


def teacher_divergence(student_z, teacher_z, keep):
    """KL(teacher || student) per kept position, averaged."""
    s = F.softmax(student_z[keep].float(), dim=-1)  # expect-near: SEQ114
    t = F.softmax(teacher_z[keep].float(), dim=-1)
    return F.kl_div(s, t, reduction="batchmean")  # expect: SEQ114


def nucleus(z, top_p=0.9):
    """Probabilities renormalised over the smallest set that holds top_p of the mass."""
    p = z.float().softmax(dim=-1)
    sorted_p, order = p.sort(dim=-1, descending=True)
    outside = sorted_p.cumsum(dim=-1) - sorted_p > top_p
    cut = torch.zeros_like(outside).scatter(-1, order, outside)
    p = p.masked_fill(cut, 0.0)
    return p / p.sum(dim=-1, keepdim=True)


def nucleus_entropy(z, top_p=0.9):
    q = nucleus(z, top_p)
    return -(q * q.log()).sum(dim=-1)  # expect: SEQ610


def report(student_z, teacher_z, keep):
    return {
        "kl": teacher_divergence(student_z, teacher_z, keep).item(),
        "student_nucleus_H": nucleus_entropy(student_z[keep]).mean().item(),
        "teacher_nucleus_H": nucleus_entropy(teacher_z[keep]).mean().item(),
    }
