"""Plankton image classifier: evaluation, hard-example mining and multi-label attributes."""
import torch
import torch.nn.functional as F
from torch import nn


class PlanktonNet(nn.Module):
    def __init__(self, trunk, dim, n_species, n_attr):
        super().__init__()
        self.trunk = trunk
        self.species = nn.Linear(dim, n_species)
        self.attributes = nn.Linear(dim, n_attr)

    def forward(self, x):
        f = self.trunk(x)
        return self.species(f), self.attributes(f)


@torch.no_grad()
def predict(net, images):
    net.eval()
    logits, attr = net(images)
    p = logits.softmax(dim=1)
    conf, label = p.max(dim=1)
    return {"label": label, "confidence": conf, "attributes": torch.sigmoid(attr) > 0.5}


@torch.no_grad()
def hardest_images(net, images, labels, k=32):
    """Images for relabelling: those with the largest loss."""
    net.eval()
    losses = F.cross_entropy(net(images)[0], labels, reduction="none")
    return losses.topk(k).indices, losses.argmax()


def mean_confidence(net, loader):
    vals = [predict(net, x)["confidence"] for x, _ in loader]
    return torch.cat(vals).mean().item()
