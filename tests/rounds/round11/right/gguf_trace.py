"""Per-token log-probabilities from a llama.cpp context."""
import numpy as np
from llama_cpp import Llama


def log_norm(row):
    m = row.max()
    return m + np.log(np.exp(row - m).sum())


class Gguf:
    def __init__(self, path, n_ctx=4096):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def text_logprob(self, text):
        """Summed log-probability of the text given BOS, in nats."""
        toks = self.llm.tokenize(text.encode())
        self.llm.reset()
        self.llm.eval(toks)
        rows = np.asarray(self.llm.scores[: len(toks)], dtype=np.float64)
        s = 0.0
        for prev, tid in zip(rows, toks[1:]):
            s += prev[tid] - log_norm(prev)
        return s
