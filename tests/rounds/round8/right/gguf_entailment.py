"""Zero-shot entailment with llama.cpp: every label is scored over all of its tokens.

Prompt and label are encoded together; a tokenizer that merges across the newline between
them is refused.
"""
import numpy as np
from llama_cpp import Llama

VERDICTS = ("supported by the premise", "refuted by the premise", "not decided")


def log_normalise(mat):
    top = mat.max(axis=-1, keepdims=True)
    shifted = mat - top
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


class Entailment:
    def __init__(self, path):
        self.model = Llama(path, n_ctx=2048, logits_all=True, verbose=False)

    def _logp(self, prompt, verdict):
        base = self.model.tokenize(prompt.encode())
        both = self.model.tokenize((prompt + verdict).encode())
        if both[: len(base)] != base:
            raise ValueError("label merged with the prompt")
        self.model.reset()
        self.model.eval(both)
        table = log_normalise(np.asarray(self.model.scores[len(base) - 1 : len(both) - 1], dtype=np.float64))
        return table[np.arange(len(both) - len(base)), both[len(base):]].sum()

    def __call__(self, premise, claim):
        prompt = f"Premise: {premise}\nClaim: {claim}\nThe claim is\n"
        return max(VERDICTS, key=lambda v: self._logp(prompt, v))
