"""A/B/C/D accuracy with a local GGUF, letters read off the full distribution rather than a top-k list."""
import csv

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


class Probe:
    LETTERS = ("A", "B", "C", "D")

    def __init__(self, path):
        self.llm = Llama(path, n_ctx=2048, logits_all=True, verbose=False)
        self.cols = []
        for c in self.LETTERS:
            ids = self.llm.tokenize(f" {c}".encode(), add_bos=False)
            if len(ids) != 1:
                raise RuntimeError(f"{c!r} is {len(ids)} tokens")
            self.cols.append(ids[-1])

    def __call__(self, prompt):
        ids = self.llm.tokenize(prompt.encode(), add_bos=True)
        self.llm.reset()
        self.llm.eval(ids)
        row = np.asarray(self.llm.scores[len(ids) - 1], dtype=np.float64)
        lp = log_softmax(row)[self.cols]
        return dict(zip(self.LETTERS, lp))


def accuracy(path, table):
    probe, right, n = Probe(path), 0, 0
    with open(table, newline="") as f:
        for r in csv.DictReader(f):
            p = "{q}\nA. {a}\nB. {b}\nC. {c}\nD. {d}\nAnswer:".format(**r)
            s = probe(p)
            right += max(s, key=s.get) == r["gold"]
            n += 1
    return right / max(n, 1)
