"""Megatron-style packed evaluation: labels rolled once, last column ignored."""
import torch
import torch.nn.functional as F


def rolled_labels(x: torch.Tensor) -> torch.Tensor:
    y = torch.roll(x, -1, dims=1)
    y[:, -1] = -100
    return y


@torch.inference_mode()
def block_loglik(model, x):
    """Log-likelihood of tokens 1.. of each block; the model itself may run in bf16."""
    with torch.autocast("cuda", dtype=torch.bfloat16):
        z = model(x).logits
    ce = F.cross_entropy(z.float().transpose(1, 2), rolled_labels(x), ignore_index=-100, reduction="none")
    return -ce.double().sum(dim=1)


def perplexity(model, loader):
    ll, n = 0.0, 0
    for x in loader:
        ll += block_loglik(model, x.cuda()).sum().item()
        n += x.size(0) * (x.size(1) - 1)
    return torch.tensor(-ll / max(n, 1)).exp().item()
