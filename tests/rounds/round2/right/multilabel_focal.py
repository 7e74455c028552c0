"""Multi-label images: one sigmoid per class, focal loss, Brier score."""
import torch
import torch.nn.functional as F


def focal(logits, target, gamma=2.0, alpha=0.25):
    bce = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    p = torch.sigmoid(logits)
    pt = p * target + (1 - p) * (1 - target)
    weight = alpha * target + (1 - alpha) * (1 - target)
    return (weight * (1 - pt) ** gamma * bce).mean()


@torch.no_grad()
def metrics(net, images, target):
    p = net(images).sigmoid()
    return {"brier": (p - target).square().mean().item(),
            "positives": (p > 0.5).float().mean().item(),
            "nll": F.binary_cross_entropy(p, target).item()}
