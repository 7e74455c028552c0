"""Next-token distribution as a readable table, then look up candidates.

# bug: the table is keyed by stripped text, so " A" and "A" overwrite one another
"""
import torch


class NextToken:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model, tokenizer

    @torch.no_grad()
    def table(self, prompt, k=200):
        enc = self.tokenizer(prompt, return_tensors="pt")
        lp = self.model(**enc).logits[0, -1].log_softmax(-1)
        best = lp.topk(k)
        out = {}
        for value, idx in zip(best.values.tolist(), best.indices.tolist()):
            out[self.tokenizer.decode([idx]).strip()] = value  # expect: SEQ212
        return out

    def candidates(self, prompt, letters):
        t = self.table(prompt)
        return {c: t.get(c, float("-inf")) for c in letters}  # expect-near: SEQ212
