"""Which tokens can end a stop string.

Right: any(==) is a search, no test of greediness.
"""
import torch


def matches(lengths, valid_positions, end_lengths):
    cumsum = lengths.cumsum(dim=1)
    initial_match = end_lengths > 0
    later_match = torch.any(cumsum[:, :-1, :, None] == valid_positions[:, :, :, :, None], axis=-2)
    return initial_match, later_match
