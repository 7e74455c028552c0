"""Evaluation at the end of an epoch, weighted by the number of predicted tokens."""
import numpy as np
import torch


@torch.no_grad()
def epoch_eval(model, loader, device):
    model.eval()
    losses, sizes = [], []
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        n = (batch["labels"][:, 1:] != -100).sum().item()
        if n == 0:
            continue
        losses.append(model(**batch).loss.item())
        sizes.append(n)
    mean = np.average(losses, weights=sizes)
    return {"loss": float(mean), "perplexity": float(np.exp(mean))}
