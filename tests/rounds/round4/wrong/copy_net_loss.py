"""Loss of the summariser with a copy gate.
# bug: nll_loss receives the mixture's probabilities instead of their logarithm.
"""
import torch
from torch.nn import functional as F


def mixture(vocab_logits, attn, src_ids, gate):
    gen = gate * torch.softmax(vocab_logits, dim=-1)
    src = src_ids[:, None, :].expand(-1, attn.size(1), -1)
    return gen.scatter_add(2, src, (1 - gate) * attn)


def summary_loss(vocab_logits, attn, src_ids, gate, target, pad):
    """attn (B, T, S) sums to one over S; target (B, T) is aligned with the decoder's outputs."""
    p = mixture(vocab_logits, attn, src_ids, gate)
    flat = p.reshape(-1, p.size(-1))
    return F.nll_loss(flat, target.reshape(-1), ignore_index=pad)  # expect: SEQ113
