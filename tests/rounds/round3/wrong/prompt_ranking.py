"""Rank prompts by how strongly they trigger a target token.

# bug: logits of separate forward passes have no common zero, yet they are sorted together
"""
import numpy as np


def trigger_scores(forward, prompts, target):
    """forward(ids) returns a (T, V) numpy array of logits."""
    return np.array([forward(ids)[-1, target] for ids in prompts])  # expect-near: SEQ502


def strongest(forward, prompts, target, k=3):
    order = np.argsort(-trigger_scores(forward, prompts, target))  # expect: SEQ502
    return [prompts[i] for i in order[:k]]
