"""Validation pass of the pre-training script. All blocks have 1024 tokens and the loader drops the last batch.

# bug: the running loss is divided on every iteration, and the perplexity is the exponential of a label-smoothed loss
"""
import torch
from torch import nn

criterion = nn.CrossEntropyLoss(label_smoothing=0.1)  # expect-near: SEQ414


def batch_loss(net, block):
    x, y = block[:, :-1], block[:, 1:]
    out = net(x)
    return criterion(out.flatten(0, 1).float(), y.flatten())


@torch.no_grad()
def validate(net, loader, device="cuda"):
    net.eval()
    running = torch.zeros((), device=device)
    for i, block in enumerate(loader, 1):
        running += batch_loss(net, block.to(device))
        running /= i  # expect: SEQ417
    net.train()
    return {"loss": running.item(), "perplexity": running.exp().item()}  # expect: SEQ414


class Checkpointer:
    def __init__(self, folder, patience=3):
        self.folder, self.patience = folder, patience
        self.best, self.bad = float("inf"), 0

    def update(self, net, stats):
        if stats["loss"] < self.best:
            self.best, self.bad = stats["loss"], 0
            torch.save(net.state_dict(), f"{self.folder}/best.pt")
        else:
            self.bad += 1
        return self.bad >= self.patience
