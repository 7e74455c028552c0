"""A logits processor that re-weights probabilities in a loop.

Right: the log is taken of what the loop made, not of a softmax.
"""
import torch


def update_scores(scores, g_values):
    probs = torch.softmax(scores, dim=1)
    for i in range(g_values.shape[-1]):
        g = g_values[:, :, i]
        mass = (g * probs).sum(axis=1, keepdims=True)
        probs = probs * (1 + g - mass)
    return torch.log(probs)
