"""The helper does not shift, its callers do."""
import torch
import torch.nn.functional as F


def ce(logits, labels, reduction="none"):
    """Aligned logits (B, T, V) and labels (B, T), -100 ignored."""
    loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), reduction=reduction)
    return loss.view_as(labels) if reduction == "none" else loss


def sequence_nll(model, ids, attention_mask):
    labels = torch.where(attention_mask.bool(), ids, torch.full_like(ids, -100))
    z = model(input_ids=ids, attention_mask=attention_mask).logits.float()
    return ce(z[:, :-1, :], labels[:, 1:]).sum(dim=1)


def seq2seq_nll(model, src, src_mask, labels):
    z = model(input_ids=src, attention_mask=src_mask, labels=labels).logits.float()
    return ce(z, labels).sum(dim=1)
