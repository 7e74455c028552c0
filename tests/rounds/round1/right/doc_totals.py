"""Total NLL per document and the corpus perplexity from the totals."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Corpus:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.limit = self.lm.config.max_position_embeddings

    @torch.no_grad()
    def total(self, text):
        ids = self.tok(text, truncation=True, max_length=self.limit, return_tensors="pt").input_ids
        n = ids.numel() - 1
        if n < 1:
            return 0.0, 0
        return self.lm(ids, labels=ids).loss.item() * n, n

    def perplexity(self, texts):
        pairs = [self.total(t) for t in texts]
        nats, n = map(sum, zip(*pairs))
        return torch.tensor(nats / max(n, 1)).exp().item()

    def mean_document_perplexity(self, texts):
        """Per-document statistic: the average of the documents' own perplexities."""
        vals = [s / n for s, n in map(self.total, texts) if n]
        return torch.tensor(vals).exp().mean().item()
