"""Per-token log-probabilities from a llama.cpp context.

# bug: every logit goes through a sigmoid on its own in place of the softmax over the vocabulary.
"""
import numpy as np
from llama_cpp import Llama


def logistic(v):
    return 1.0 / (1.0 + np.exp(-np.clip(v, -60, 60)))


class TokenTracer:
    def __init__(self, path, n_ctx=2048):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def trace(self, text):
        ids = self.llm.tokenize(text.encode("utf-8"))
        self.llm.reset()
        self.llm.eval(ids)
        rows = np.asarray(self.llm.scores[: len(ids)], dtype=np.float64)
        result = []
        for t in range(1, len(ids)):
            p = logistic(rows[t - 1])[ids[t]]  # expect: SEQ107
            result.append((ids[t], float(np.log(p))))  # expect-near: SEQ107
        return result

    def log_probability(self, text):
        """log p(text | BOS), nats."""
        return sum(lp for _, lp in self.trace(text))
