"""Leaderboard of prompts by score.
# bug: log-probabilities are rounded to whole numbers before they are compared.
"""
import numpy as np


def leaderboard(entries):
    """entries: (name, token log-probs) pairs; highest total first."""
    totals = {n: float(np.sum(lps)) for n, lps in entries}
    coarse = {n: round(v) for n, v in totals.items()}  # expect: SEQ504
    return sorted(coarse, key=coarse.get, reverse=True)  # expect-near: SEQ504


def winner(option_lps: np.ndarray) -> int:
    """option_lps: (n_options,) summed log-probabilities."""
    return int(np.argmax(np.floor(option_lps)))  # expect: SEQ504
