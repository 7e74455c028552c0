"""Importance-weighted log marginal of an answer over sampled rationales."""
import math

import torch


def span_logp(lm, ids, attn, span):
    """Sum of token log-probs where span is 1."""
    lp = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float().log_softmax(-1)
    tok = lp.gather(-1, ids[:, 1:, None])[..., 0]
    drop = span[:, 1:].eq(0)
    return tok.masked_fill(drop, 0.0).sum(-1)


@torch.no_grad()
def log_marginal(p, q, pb, qb):
    w = span_logp(p, pb["ids"], pb["attn"], pb["span"]) - span_logp(q, qb["ids"], qb["attn"], qb["span"])
    return torch.logsumexp(w, 0) - math.log(w.numel())
