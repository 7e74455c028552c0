"""Masked diffusion language model: predictions sit at the masked positions themselves."""
import torch
import torch.nn.functional as F


def corrupt(ids, mask_id):
    t = torch.rand(ids.size(0), 1, device=ids.device).clamp(min=1e-3)
    hidden = torch.rand_like(ids, dtype=torch.float) < t
    return ids.masked_fill(hidden, mask_id), hidden, t


def loss(net, ids, mask_id):
    """ids (B, T) without padding; the 1 / t weight gives the likelihood bound."""
    noisy, hidden, t = corrupt(ids, mask_id)
    z = net(noisy).float()
    nll = F.cross_entropy(z.transpose(1, 2), ids, reduction="none")
    return (nll * hidden / t).sum() / ids.numel()
