"""Validation negative log-likelihood for a language model checkpoint.

# bug: logits are divided by the sampling temperature before the evaluation loss
"""
import torch
import torch.nn.functional as F

SAMPLING_TEMPERATURE = 0.7


@torch.no_grad()
def validation_nll(model, batches):
    """Nats per token on held-out text (blocks without padding)."""
    nats = torch.zeros(())
    n = 0
    for block in batches:
        z = model(block[:, :-1]) / SAMPLING_TEMPERATURE  # expect-near: SEQ110
        y = block[:, 1:]
        nats += F.cross_entropy(z.transpose(1, 2), y, reduction="sum")  # expect: SEQ110
        n += y.numel()
    return (nats / n).item()
