"""Metrics logged while a student imitates a teacher's next-token distribution.

# bug: kl_div's first argument is a probability, not a log-probability; the entropy of a distribution with zeroed entries computes 0 * log 0
"""
import logging

import numpy as np
import torch.nn.functional as F

log = logging.getLogger(__name__)


def teacher_student_kl(student_logits, teacher_logits, mask):
    """KL(teacher || student) averaged over the unmasked positions."""
    q = student_logits.float().softmax(-1)
    p = teacher_logits.float().softmax(-1)
    per = F.kl_div(q, p, reduction="none").sum(-1)  # expect: SEQ114
    keep = mask.bool()
    return per.masked_fill(~keep, 0.0).sum() / keep.sum().clamp(min=1)


def nucleus(p, mass=0.95):
    """Zero the tail of each row of `p` outside its nucleus and renormalise."""
    order = np.argsort(-p, axis=-1)
    srt = np.take_along_axis(p, order, axis=-1)
    keep = np.cumsum(srt, axis=-1) - srt < mass
    cut = np.zeros_like(p)
    np.put_along_axis(cut, order, np.where(keep, srt, 0.0), axis=-1)
    return cut / cut.sum(axis=-1, keepdims=True)


def nucleus_entropy(p, mass=0.95):
    r = nucleus(p, mass)
    return -(r * np.log(r)).sum(axis=-1)  # expect: SEQ610


def log_step(step, student_logits, teacher_logits, mask):
    kl = teacher_student_kl(student_logits, teacher_logits, mask)
    p = teacher_logits.detach().float().softmax(-1).cpu().numpy()
    h = nucleus_entropy(p.reshape(-1, p.shape[-1])[mask.flatten().bool().cpu().numpy()])
    log.info("step %d kl %.4f nucleus entropy %.3f", step, kl.item(), float(np.median(h)))
