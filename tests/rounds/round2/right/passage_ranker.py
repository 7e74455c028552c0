"""Pointwise ranking with P(yes) normalised per prompt."""
import torch


class PYesRanker:
    def __init__(self, lm, tok, yes_id, no_id):
        self.lm, self.tok, self.yes, self.no = lm, tok, yes_id, no_id

    @torch.no_grad()
    def relevance(self, query, passage):
        enc = self.tok(f"Passage: {passage}\nQuery: {query}\nRelevant (yes/no)?", return_tensors="pt")
        z = self.lm(**enc).logits[0, -1].float()
        return torch.sigmoid(z[self.yes] - z[self.no]).item()      # the two-way softmax

    def rank(self, query, passages):
        return sorted(passages, key=lambda p: self.relevance(query, p), reverse=True)
