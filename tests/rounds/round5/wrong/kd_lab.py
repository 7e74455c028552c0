"""Distillation lab: student against teacher on next-token distributions.

# bug: kl_div gets the student's probabilities, it wants their logarithm
# bug: forbidden entries have p = 0 and log p = -inf, so the entropy is NaN
"""
import torch
import torch.nn.functional as F


def kd_loss(student, teacher, tau=2.0):
    """tau^2 * KL(teacher || student) for two (N, V) logit matrices."""
    s = F.softmax(student / tau, dim=-1)
    t = F.softmax(teacher / tau, dim=-1)
    return tau**2 * F.kl_div(s, t, reduction="batchmean")  # expect: SEQ114


def teacher_entropy(teacher, allowed):
    """Entropy in nats of the teacher restricted to the allowed tokens, `allowed` (N, V) boolean."""
    z = teacher.masked_fill(~allowed, float("-inf"))
    lp = z.log_softmax(-1)
    return -(lp.exp() * lp).sum(-1)  # expect: SEQ610


def epoch(student, teacher, loader, opt, alpha=0.5):
    teacher.eval()
    student.train()
    log = []
    for x, y, allowed in loader:
        with torch.no_grad():
            zt = teacher(x).flatten(0, 1)
        zs = student(x).flatten(0, 1)
        hard = F.cross_entropy(zs, y.flatten())
        soft = kd_loss(zs, zt)
        loss = alpha * hard + (1 - alpha) * soft
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        log.append((hard.item(), soft.item(), teacher_entropy(zt, allowed.flatten(0, 1)).mean().item()))
    return log
