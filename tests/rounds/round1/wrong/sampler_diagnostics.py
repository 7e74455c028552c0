"""Diagnostics of the next-token distribution.

# bug: p is exactly 0 outside the nucleus, and 0 * log 0 is NaN; kl_div's first argument is raw logits.
"""
import torch
import torch.nn.functional as fn


def nucleus(logits, top_p=0.9):
    p, order = logits.float().softmax(-1).sort(dim=-1, descending=True)
    drop = p.cumsum(-1) - p > top_p
    p = p.masked_fill(drop, 0.0)
    p = p / p.sum(-1, keepdim=True)
    return torch.zeros_like(p).scatter(-1, order, p)


def nucleus_entropy(logits):
    """Entropy in nats of the distribution that is really sampled from."""
    q = nucleus(logits)
    return -(q * q.log()).sum(dim=-1)  # expect: SEQ610


def influence(model, ids):
    with torch.no_grad():
        full = model(input_ids=ids).logits[0, -1]
        ref = full.softmax(-1)
        out = []
        for k in range(1, ids.shape[1] - 1):
            cut = torch.cat([ids[:, :k], ids[:, k + 1:]], dim=1)
            z = model(input_ids=cut).logits[0, -1]
            out.append(fn.kl_div(z, ref, reduction="sum").item())  # expect: SEQ114
    return out
