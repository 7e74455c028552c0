"""Average token log-probability under a GGUF model."""
import numpy as np
from llama_cpp import Llama


class GGUFAverage:
    def __init__(self, path):
        self.llm = Llama(model_path=path, logits_all=True, verbose=False)

    @staticmethod
    def _normalise(rows):
        top = rows.max(axis=1, keepdims=True)
        shifted = rows - top
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def __call__(self, sentence):
        toks = self.llm.tokenize(sentence.encode())
        if len(toks) < 2:
            return float("nan")
        self.llm.reset()
        self.llm.eval(toks)
        n = len(toks) - 1
        lp = self._normalise(np.asarray(self.llm.scores[:n], dtype=np.float64))
        return lp[np.arange(n), toks[1:]].mean()
