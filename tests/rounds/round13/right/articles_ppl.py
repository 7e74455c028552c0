"""Corpus perplexity (token-weighted) and, next to it, the per-article distribution."""
import statistics

import torch


class ArticlePerplexity:
    def __init__(self, lm, tk):
        self.lm = lm.eval()
        self.tk = tk
        self.nats = []
        self.counts = []

    @torch.no_grad()
    def add(self, text):
        ids = self.tk(text, return_tensors="pt", truncation=True,
                      max_length=self.lm.config.n_positions).input_ids
        scored = ids.size(1) - 1
        if scored < 1:
            return
        self.nats.append(self.lm(ids, labels=ids).loss.double().item() * scored)
        self.counts.append(scored)

    def corpus(self):
        if not self.counts:
            return float("nan")
        return torch.tensor(sum(self.nats) / sum(self.counts)).exp().item()

    def median_article(self):
        """Median of the articles' own perplexities, a per-document statistic."""
        own = [torch.tensor(a / c).exp().item() for a, c in zip(self.nats, self.counts)]
        return statistics.median(own) if own else float("nan")
