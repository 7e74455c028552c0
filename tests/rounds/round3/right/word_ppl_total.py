"""Word-level perplexity of documents from token sums."""
import torch
import torch.nn.functional as F


class WordPerplexity:
    """exp(total nats / number of words); the tokens that carry the nats are a different unit."""

    def __init__(self, lm, tokenizer):
        self.lm, self.tokenizer = lm, tokenizer

    @torch.inference_mode()
    def nats(self, doc):
        x = self.tokenizer(doc, return_tensors="pt").input_ids
        z = self.lm(x).logits[0, :-1].float()
        return F.cross_entropy(z, x[0, 1:], reduction="sum").item()

    def __call__(self, docs):
        words = sum(len(d.split()) for d in docs)
        total = sum(map(self.nats, docs))
        return float(torch.tensor(total / max(words, 1)).exp())
