"""Scoring with an LM head whose vocabulary was padded to a multiple of 64.

Rows at and above `n_real` are never emitted; the pad id is one of them.
# bug: padded targets have log-prob -inf and are masked by multiplying with 0, which gives nan.
# bug: the average divides by the padded width instead of each row's own number of tokens.
"""
import torch


class PaddedHeadScorer:
    def __init__(self, net, n_real):
        self.net = net.eval()
        self.n_real = n_real

    @torch.no_grad()
    def _tokens(self, ids, attn):
        z = self.net(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        z[..., self.n_real:] = float("-inf")
        lp = z.log_softmax(-1)
        return lp.gather(-1, ids[:, 1:, None]).squeeze(-1), attn[:, 1:]

    def total(self, ids, attn):
        """Log-probability of each row (right padded)."""
        lp, keep = self._tokens(ids, attn)
        return (lp * keep).sum(dim=1)  # expect: SEQ606

    def average(self, ids, attn):
        """Mean log-probability per token of each row."""
        lp, keep = self._tokens(ids, attn)
        lp = lp.masked_fill(keep == 0, 0.0)
        return lp.sum(dim=1) / lp.size(1)  # expect: SEQ303
