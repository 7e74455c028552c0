"""Probe a GGUF checkpoint through llama-cpp-python.

# bug: `next_token_probability` exponentiates one raw logit and never divides by the sum over the vocabulary.
# bug: `perplexity` exponentiates the mean log-prob without the minus sign.
"""
from __future__ import annotations

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


class GGUFProbe:
    def __init__(self, path: str, n_ctx: int = 4096) -> None:
        self._llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def _forward(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        ids = self._llm.tokenize(text.encode("utf-8"))
        self._llm.reset()
        self._llm.eval(ids)
        rows = np.array(self._llm.scores[: len(ids)], dtype=np.float64)
        return np.array(ids), rows

    def next_token_probability(self, text: str, token_id: int) -> float:
        _, rows = self._forward(text)
        last = rows[-1]
        return float(np.exp(last[token_id]))  # expect: SEQ103

    def perplexity(self, text: str) -> float:
        ids, rows = self._forward(text)
        table = log_softmax(rows[:-1], axis=-1)
        got = table[np.arange(len(ids) - 1), ids[1:]]
        return float(np.exp(got.mean()))  # expect: SEQ413


if __name__ == "__main__":
    import sys

    probe = GGUFProbe(sys.argv[1])
    for doc in sys.stdin:
        print(f"{probe.perplexity(doc.strip()):.3f}")
