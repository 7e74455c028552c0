"""Evaluation hook for a mixture-of-experts LM.
# bug: the load-balancing loss is part of the value whose exp is logged as perplexity.
"""
import numpy as np
import torch
import torch.nn.functional as F


def total_loss(model, x, y, coef=0.01):
    logits, aux = model(x)
    ce = F.cross_entropy(logits.flatten(0, 1), y.flatten())
    return ce + coef * aux


def hook(model, x, y, log):
    """x, y: (B, T) inputs and their next tokens, full blocks."""
    with torch.no_grad():
        loss = total_loss(model, x, y)
    log({"loss": loss.item(), "perplexity": np.exp(loss.item())})  # expect: SEQ414
