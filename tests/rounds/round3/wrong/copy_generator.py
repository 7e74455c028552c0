"""Pointer-generator loss.

# bug: nll_loss is given the mixed distribution itself, not its logarithm
"""
import torch
import torch.nn.functional as F


def mixed_distribution(vocab_scores, copy_scores, gate, source_ids):
    """(N, V) mixture of generating and copying."""
    p_gen = torch.softmax(vocab_scores, dim=-1)
    attn = torch.softmax(copy_scores, dim=-1)
    index = source_ids.expand(attn.size(0), -1)
    p_copy = torch.zeros_like(p_gen).scatter_add(1, index, attn)
    return gate * p_gen + (1 - gate) * p_copy


def loss(vocab_scores, copy_scores, gate, source_ids, gold, pad):
    dist = mixed_distribution(vocab_scores, copy_scores, gate, source_ids)
    return F.nll_loss(dist, gold, ignore_index=pad)  # expect: SEQ113
