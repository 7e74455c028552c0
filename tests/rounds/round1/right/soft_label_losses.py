"""Losses with soft targets; only the target side is a distribution."""
import torch
import torch.nn.functional as F


def distill(student_logits, teacher_logits, tau=2.0):
    """KL(teacher || student) at temperature tau."""
    s = F.log_softmax(student_logits / tau, dim=-1)
    t = F.log_softmax(teacher_logits / tau, dim=-1)
    return F.kl_div(s, t, reduction="batchmean", log_target=True) * tau * tau


def soft_cross_entropy(student_logits, teacher_logits):
    return F.cross_entropy(student_logits, teacher_logits.softmax(dim=1))


def mixup_bce(scores, a, b, lam):
    p = scores.softmax(dim=1)
    return F.binary_cross_entropy(p, lam * a + (1 - lam) * b)


if __name__ == "__main__":
    s, t = torch.randn(5, 7), torch.randn(5, 7)
    p, q = t.softmax(1), s.log_softmax(1)
    assert torch.allclose(soft_cross_entropy(s, t), -(p * q).sum(1).mean(), atol=1e-6)
    want = (p * (t.log_softmax(1) - q)).sum(1).mean()
    assert torch.allclose(distill(s, t, 1.0), want, atol=1e-6)
