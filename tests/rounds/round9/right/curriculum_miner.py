"""Active learning: annotate next the segments the model finds hardest (largest mean token loss)."""
import numpy as np
import torch


@torch.no_grad()
def difficulty(model, loader):
    model.eval()
    out = []
    for ids in loader:
        out.append(model(input_ids=ids, labels=ids).loss.item())
    return np.array(out)


def next_batch(model, loader, pool, budget):
    """loader yields one segment (1, T) at a time, aligned with pool"""
    d = difficulty(model, loader)
    hardest = int(d.argmax())
    print("hardest:", pool[hardest][:60], f"{d[hardest]:.2f} nats/token")
    return [pool[i] for i in np.argsort(-d)[:budget]]
