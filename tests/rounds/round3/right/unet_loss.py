"""Segmentation loss: classes are axis 1 of (batch, classes, height, width)."""
import torch
import torch.nn.functional as F

VOID = 255


def pixel_log_likelihood(logits, target):
    lp = F.log_softmax(logits, dim=1)
    safe = target.where(target != VOID, torch.zeros_like(target))
    got = lp.gather(1, safe.unsqueeze(1)).squeeze(1)
    return got.where(target != VOID, torch.zeros_like(got)).flatten(1).sum(1)


def dice(logits, target, classes):
    p = logits.softmax(1)
    hot = F.one_hot(target.clamp(max=classes - 1), classes).movedim(-1, 1).to(p)
    inter = (p * hot).sum((2, 3))
    return 1 - (2 * inter / (p + hot).sum((2, 3)).clamp_min(1e-6)).mean()


if __name__ == "__main__":
    z, y = torch.randn(2, 4, 3, 3), torch.randint(4, (2, 3, 3))
    y[0, 0, 0] = VOID
    ref = F.cross_entropy(z, y, ignore_index=VOID, reduction="none").sum((1, 2))
    assert torch.allclose(-pixel_log_likelihood(z, y), ref, atol=1e-5)
