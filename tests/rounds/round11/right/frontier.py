"""Expansion scores for tree search, averaged over each expansion's own tokens."""
import torch


@torch.no_grad()
def scores(lm, ids, attn, span):
    z = lm(input_ids=ids, attention_mask=attn).logits.float()[:, :-1]
    lp = z.gather(2, ids[:, 1:, None]).squeeze(2) - z.logsumexp(2)
    m = span[:, 1:].to(lp.dtype)
    return (lp * m).sum(1) / m.sum(1).clamp(min=1)
