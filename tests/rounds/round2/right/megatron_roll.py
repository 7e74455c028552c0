"""Labels by roll, with the wrapped position masked out of loss and count."""
import torch
import torch.nn.functional as F


def roll_labels(tokens, attn):
    labels = torch.roll(tokens, shifts=-1, dims=1)
    keep = torch.roll(attn, shifts=-1, dims=1).bool()
    keep[:, -1] = False
    return labels, keep


def sequence_logprob(model, tokens, attn):
    labels, keep = roll_labels(tokens, attn)
    z = model(tokens, attention_mask=attn).logits.float()
    nll = F.cross_entropy(z.transpose(1, 2), labels, reduction="none")
    return -torch.where(keep, nll, 0.0).sum(dim=1)
