"""Token probabilities from llama-cpp-python's score matrix.
# bug: sigmoid of a single logit is taken for the token's probability over the vocabulary.
"""
import numpy as np
from llama_cpp import Llama


def squash(x):
    return 1.0 / (1.0 + np.exp(-x))


class TokenProbs:
    def __init__(self, gguf, n_ctx=2048):
        self.llm = Llama(gguf, n_ctx=n_ctx, logits_all=True, verbose=False)

    def token_probs(self, text):
        ids = self.llm.tokenize(text.encode())
        self.llm.reset()
        self.llm.eval(ids)
        z = np.asarray(self.llm.scores[: len(ids)], dtype=np.float64)
        return [squash(z[i, t]) for i, t in enumerate(ids[1:])]  # expect: SEQ107

    def surprisals(self, text):
        return [-np.log2(p) for p in self.token_probs(text)]  # expect-near: SEQ107
