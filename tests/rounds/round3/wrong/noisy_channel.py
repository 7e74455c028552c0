"""Noisy-channel reranking of translations.

# bug: log p(y) must be the sequence's log-probability, but the token log-probs are averaged
"""
from statistics import fmean
from typing import Callable, Sequence


class NoisyChannel:
    """score(y) = log p(x | y) + log p(y), both of whole sequences."""

    def __init__(self, channel: Callable[[str, str], Sequence[float]], prior: Callable[[str], Sequence[float]]):
        self.channel_tokens = channel
        self.prior_tokens = prior

    def log_prior(self, y: str) -> float:
        """log p(y) of the whole sentence."""
        return fmean(self.prior_tokens(y))  # expect: SEQ401|SEQ503

    def log_channel(self, x: str, y: str) -> float:
        """log p(x | y)"""
        return sum(self.channel_tokens(x, y))

    def rerank(self, x: str, candidates: Sequence[str]) -> list:
        def score(y):
            return self.log_channel(x, y) + self.log_prior(y)  # expect-near: SEQ401|SEQ503

        return sorted(candidates, key=score, reverse=True)
