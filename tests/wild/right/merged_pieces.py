"""Probability of a word from its few pieces, in distillation across tokenizers.

Right: a handful of factors, each clamped from below.
"""
import torch


def merged(probs, group, token_ids, eps=1e-8):
    base = probs[group[0]]
    product = 1.0
    for idx in group[1:]:
        product *= probs[idx, token_ids[idx]].clamp_min(eps)
    return base * product
