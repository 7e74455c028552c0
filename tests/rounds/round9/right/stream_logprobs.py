"""Accumulates completions-style logprobs while the engine streams."""
import numpy as np
from scipy.special import logsumexp


def _score(row, token_id):
    row = np.asarray(row, dtype=np.float64)
    return float(row[token_id] - logsumexp(row))


class StreamLogprobs:
    def __init__(self, detokenize):
        self._detok = detokenize
        self._rows = []

    def push(self, row, token_id):
        self._rows.append((self._detok([token_id]), _score(row, token_id)))

    def render(self):
        offsets = np.cumsum([0] + [len(t) for t, _ in self._rows[:-1]]).tolist() if self._rows else []
        return {
            "tokens": [t for t, _ in self._rows],
            "token_logprobs": [v for _, v in self._rows],
            "text_offset": offsets,
        }

    def cumulative(self):
        return sum(v for _, v in self._rows)
