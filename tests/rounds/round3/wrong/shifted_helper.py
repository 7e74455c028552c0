"""Per-sequence NLL with a helper.

# bug: the caller cuts logits and labels, and the helper cuts them once more
"""
import torch
import torch.nn.functional as F


def per_token_nll(logits, labels):
    """Shifts, then returns the (B, T-1) negative log-likelihoods."""
    pred = logits[..., :-1, :].contiguous()
    gold = labels[..., 1:].contiguous()
    flat = F.cross_entropy(pred.view(-1, pred.size(-1)), gold.view(-1), reduction="none")
    return flat.view(gold.shape)


def sequence_nll(model, ids, attention_mask):
    labels = ids.masked_fill(attention_mask == 0, -100)
    logits = model(input_ids=ids, attention_mask=attention_mask).logits.float()
    nll = per_token_nll(logits[:, :-1], labels[:, 1:])  # expect: SEQ202
    return nll.sum(dim=1)


def likelier(model, a, b):
    with torch.no_grad():
        return sequence_nll(model, *a) < sequence_nll(model, *b)
