"""Entropy of a chat reply.

# bug: only the sampled token of each step enters -p log p
"""
import numpy as np


def reply_entropy(choice) -> float:
    """Mean entropy of the next-token distributions of a chat completion."""
    if not choice.logprobs.content:
        return float("nan")
    lp = np.array([t.logprob for t in choice.logprobs.content])
    return float(np.mean(-np.exp(lp) * lp))  # expect: SEQ416


def flag(choices, limit=0.3):
    return [i for i, c in enumerate(choices) if reply_entropy(c) > limit]
