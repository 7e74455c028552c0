"""Zero-shot NLI with llama.cpp.

# bug: a label of several tokens is represented by its first token, and the softmax exponentiates the logits without subtracting the maximum.
"""
import numpy as np
from llama_cpp import Llama

LABELS = ["entailment", "contradiction", "neutral"]


class ZeroShotNLI:
    def __init__(self, path):
        self.llm = Llama(path, n_ctx=2048, logits_all=True, verbose=False)
        self.heads = {}
        for name in LABELS:
            pieces = self.llm.tokenize((" " + name).encode(), add_bos=False)
            self.heads[name] = pieces[0]  # expect: SEQ209

    def next_distribution(self, text):
        self.llm.reset()
        self.llm.eval(self.llm.tokenize(text.encode()))
        row = np.array(self.llm.scores[self.llm.n_tokens - 1], dtype=np.float32)
        w = np.exp(row)  # expect-near: SEQ601
        return w / w.sum()  # expect: SEQ601

    def predict(self, premise, hypothesis):
        dist = self.next_distribution(f"{premise}\nClaim: {hypothesis}\nRelation:")
        return max(LABELS, key=lambda lab: dist[self.heads[lab]])  # expect-near: SEQ209
