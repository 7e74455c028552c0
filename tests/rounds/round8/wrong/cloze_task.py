"""An lm-eval style task adapter: loglikelihood(context, continuation) for plain base models.

# bug: the context is tokenised on its own and its length cuts the jointly tokenised string, where a token may span the border
"""
from typing import List, Tuple

import torch


class PlainLM:
    def __init__(self, tokenizer, model, device="cpu"):
        self._tk = tokenizer
        self._m = model.to(device).eval()
        self._dev = device

    def loglikelihood(self, requests: List[Tuple[str, str]]) -> List[float]:
        return [self._one(c, t) for c, t in requests]

    @torch.no_grad()
    def _one(self, context: str, continuation: str) -> float:
        whole = self._tk(context + continuation, return_tensors="pt").to(self._dev)
        n = len(self._tk(context)["input_ids"])  # expect: SEQ312
        logp = torch.log_softmax(self._m(**whole).logits[0].float(), -1)
        total = 0.0
        ids = whole["input_ids"][0]
        for pos in range(n, ids.numel()):  # expect-near: SEQ312
            total += logp[pos - 1, ids[pos]].item()
        return total


def accuracy(lm, docs):
    ok = 0
    for d in docs:
        lls = lm.loglikelihood([(d["ctx"], e) for e in d["endings"]])
        ok += int(lls.index(max(lls)) == d["label"])
    return ok / max(len(docs), 1)
