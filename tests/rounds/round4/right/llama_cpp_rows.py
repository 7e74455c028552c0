"""llama-cpp-python: log-probs from the score matrix with scipy."""
import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


class TokenProbs:
    def __init__(self, gguf):
        self.llm = Llama(gguf, n_ctx=2048, logits_all=True, verbose=False)

    def token_logprobs(self, text):
        ids = self.llm.tokenize(text.encode())
        self.llm.reset()
        self.llm.eval(ids)
        lp = log_softmax(np.asarray(self.llm.scores[: len(ids) - 1], dtype=np.float64), axis=-1)
        return [float(lp[i, t]) for i, t in enumerate(ids[1:])]

    def surprisals(self, text):
        return [-v / np.log(2) for v in self.token_logprobs(text)]
