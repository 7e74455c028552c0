"""Megatron-like batch construction: rolled targets with the wrapped position switched off."""
import torch
import torch.nn.functional as F


def get_batch(tokens, lengths):
    """tokens (B, S), right-padded; lengths (B,)."""
    targets = torch.roll(tokens, shifts=-1, dims=1)
    idx = torch.arange(tokens.size(1), device=tokens.device)
    loss_mask = (idx[None] < lengths[:, None] - 1).float()
    return tokens, targets, loss_mask


def lm_loss(net, tokens, lengths):
    x, y, m = get_batch(tokens, lengths)
    z = net(x).float()
    nll = F.cross_entropy(z.transpose(1, 2), y, reduction="none")
    return (nll * m).sum() / m.sum().clamp(min=1.0)


@torch.no_grad()
def per_document(net, tokens, lengths):
    net.eval()
    x, y, m = get_batch(tokens, lengths)
    nll = F.cross_entropy(net(x).float().transpose(1, 2), y, reduction="none")
    return -(nll * m).sum(dim=1)
