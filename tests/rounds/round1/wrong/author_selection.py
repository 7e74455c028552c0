"""Authorship posterior and data selection.

# bug: functools.reduce multiplies the probabilities of a whole document; labels of -100 index the log-prob table from the end, and no mask removes them.
"""
from functools import reduce
from operator import mul

import numpy as np
import torch


@torch.no_grad()
def document_probability(lm, ids):
    z = lm(input_ids=ids).logits[0, :-1].float()
    p = z.softmax(dim=-1).gather(1, ids[0, 1:, None]).squeeze(1)
    return reduce(mul, p.tolist(), 1.0)  # expect: SEQ603


def attribute(models, ids):
    """models: {author: fine-tuned LM}"""
    return max(models, key=lambda a: document_probability(models[a], ids))


class Selector:
    def __init__(self, lm, keep=0.3):
        self.lm, self.keep = lm, keep

    @torch.no_grad()
    def logp(self, example):
        """log p(answer | instruction); example["labels"] is -100 on the instruction."""
        ids = torch.as_tensor(example["input_ids"])[None]
        lab = np.asarray(example["labels"])[1:]
        lp = self.lm(input_ids=ids).logits[0, :-1].float().log_softmax(-1).numpy()
        return lp[np.arange(len(lab)), lab].sum()  # expect: SEQ210

    def select(self, pool):
        s = np.array([self.logp(e) for e in pool])
        k = int(self.keep * len(pool))
        return np.argsort(-s)[:k]
