"""Labels and loss mask for packed sequences, Megatron style."""
import torch
import torch.nn.functional as F


def labels_and_mask(tokens, doc_end):
    """tokens (B, T), full blocks; doc_end is True on the last token of a document."""
    labels = torch.roll(tokens, shifts=-1, dims=1)
    labels[:, -1] = -100
    loss_mask = (~doc_end).float()
    loss_mask[:, -1] = 0.0
    return labels, loss_mask


def block_loss(logits, tokens, doc_end):
    labels, loss_mask = labels_and_mask(tokens, doc_end)
    per_token = F.cross_entropy(
        logits.float().flatten(0, 1), labels.flatten(), ignore_index=-100, reduction="none"
    ).view_as(loss_mask)
    return (per_token * loss_mask).sum() / loss_mask.sum().clamp(min=1.0)
