"""Pointwise Yes/No reranker, right-padded batches, logit margin at the last real token."""
import torch


class Reranker:
    def __init__(self, lm, tok, yes, no):
        tok.padding_side = "right"
        self.lm, self.tok, self.yes, self.no = lm.eval(), tok, yes, no

    @torch.no_grad()
    def __call__(self, prompts):
        enc = self.tok(prompts, padding=True, return_tensors="pt")
        z = self.lm(**enc).logits
        end = enc["attention_mask"].sum(dim=1) - 1
        row = z[torch.arange(z.size(0)), end]
        return torch.sigmoid(row[:, self.yes] - row[:, self.no]).tolist()
