"""Sequence likelihood from an OpenAI-like endpoint.
# bug: the arithmetic mean of token probabilities is returned as the normalised sequence likelihood.
"""
import numpy as np


def normalised_likelihood(response: dict) -> float:
    """Length-normalised likelihood of the generated sequence: p(y) ** (1 / n)."""
    content = response["choices"][0]["logprobs"]["content"]
    lps = [c["logprob"] for c in content]
    return float(np.exp(lps).mean())  # expect: SEQ405


def perplexity(response):
    return 1.0 / normalised_likelihood(response)  # expect-near: SEQ405
