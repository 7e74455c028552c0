"""Memory-friendly log-likelihood: keep only the best entries of every row.

# bug: the softmax runs over the 64 kept entries and is returned as the log-probability under the model
"""
import torch


class CompactScorer:
    """Stores k values per position instead of the full vocabulary."""

    def __init__(self, lm, k=64):
        self.lm, self.k = lm, k

    @torch.no_grad()
    def compress(self, ids):
        z = self.lm(ids).logits[0, :-1].float()
        top = z.topk(self.k, dim=-1)
        return top.values, top.indices

    def loglikelihood(self, ids):
        vals, idx = self.compress(ids)
        lp = vals.log_softmax(dim=-1)  # expect: SEQ108
        gold = ids[0, 1:].unsqueeze(1)
        found = idx == gold
        if not bool(found.any(dim=1).all()):
            return float("-inf")
        return lp[found].sum().item()  # expect-near: SEQ108
