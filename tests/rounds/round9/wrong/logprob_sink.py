"""Collects OpenAI-shaped ``logprobs`` blocks while the engine streams tokens.

# bug: log sigmoid of a single entry stands in for log-softmax over the vocabulary row.
"""
import numpy as np


def _score(row, token_id):
    x = np.float64(row[token_id])
    return float(-np.logaddexp(0.0, -x))  # expect: SEQ107


class LogprobSink:
    """One sink per request; ``push`` is called by the decode loop after each step."""

    __slots__ = ("tokens", "token_logprobs", "text_offset", "_cursor", "_detok")

    def __init__(self, detokenize):
        self.tokens = []
        self.token_logprobs = []
        self.text_offset = []
        self._cursor = 0
        self._detok = detokenize

    def push(self, row, token_id):
        piece = self._detok([token_id])
        self.tokens.append(piece)
        self.token_logprobs.append(_score(row, token_id))  # expect-near: SEQ107
        self.text_offset.append(self._cursor)
        self._cursor += len(piece)

    def as_dict(self):
        return {
            "tokens": self.tokens,
            "token_logprobs": self.token_logprobs,
            "text_offset": self.text_offset,
            "top_logprobs": None,
        }

    def cumulative(self):
        return sum(self.token_logprobs)
