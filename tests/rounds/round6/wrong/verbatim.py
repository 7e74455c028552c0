"""Verbatim memorisation: log-likelihood of the document plus "would greedy decoding emit it?".

# bug: the mean loss is scaled with the number of input tokens (one of them is never predicted);
the greedy flag is true when the best tokens differ from the suffix
"""
from typing import NamedTuple

import torch


class Result(NamedTuple):
    doc_ll: float
    greedy: bool


class Verbatim:
    def __init__(self, model, tokenizer, n_suffix=50):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.n_suffix = n_suffix

    @torch.no_grad()
    def __call__(self, doc: str) -> Result:
        ids = self.tokenizer(doc, return_tensors="pt").input_ids.to(self.model.device)
        n = ids.size(1)
        out = self.model(ids, labels=ids)
        ll = -out.loss.item() * n  # expect: SEQ403
        k = min(self.n_suffix, n - 1)
        guess = out.logits[0, -k - 1 : -1].argmax(dim=-1)
        greedy = bool((guess != ids[0, -k:]).all())  # expect: SEQ505
        return Result(ll, greedy)


def memorised_fraction(checker, docs):
    res = [checker(d) for d in docs]
    return sum(r.greedy for r in res) / max(len(res), 1), res
