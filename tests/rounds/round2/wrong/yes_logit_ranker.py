"""Pointwise relevance ranking with an instruct model.

# bug: raw 'yes' logits from different prompts are compared; they are not normalised per prompt
"""
import torch


class YesRanker:
    template = "Passage: {p}\nQuery: {q}\nDoes the passage answer the query? Answer:"

    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok
        ids = tok(" yes", add_special_tokens=False)["input_ids"]
        assert len(ids) == 1
        self.yes = ids[0]

    @torch.no_grad()
    def relevance(self, query, passage):
        enc = self.tok(self.template.format(p=passage, q=query), return_tensors="pt")
        return self.lm(**enc).logits[0, -1, self.yes].item()  # expect-near: SEQ502

    def rank(self, query, passages):
        return sorted(passages, key=lambda p: self.relevance(query, p), reverse=True)  # expect: SEQ502
