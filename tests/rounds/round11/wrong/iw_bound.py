"""Importance-weighted bound on the marginal likelihood of a question with sampled rationales.

# bug: the keep mask selects the ignored labels; and the proposal's log q(z|x) is averaged over its tokens
"""
import math

import torch


def joint_logp(lm, ids, attn, labels):
    """log p(z, y | x), one number per sample; labels carry -100 on x and on padding."""
    lp = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float().log_softmax(-1)
    y = labels[:, 1:]
    keep = y.eq(-100)  # expect: SEQ307
    tok = lp.gather(-1, y.clamp(min=0)[..., None])[..., 0]
    return tok.masked_fill(~keep, 0.0).sum(-1)  # expect-near: SEQ307


def proposal_logq(lm, ids, attn, z_mask):
    """log q(z | x): log-probability of the whole sampled rationale."""
    lp = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float().log_softmax(-1)
    tok = lp.gather(-1, ids[:, 1:, None])[..., 0]
    m = z_mask[:, 1:].to(tok.dtype)
    return (tok * m).sum(-1) / m.sum(-1).clamp(min=1)  # expect: SEQ401


@torch.no_grad()
def iw_bound(p, q, pb, qb):
    w = joint_logp(p, pb["ids"], pb["attn"], pb["labels"]) - proposal_logq(q, qb["ids"], qb["attn"], qb["z"])
    return torch.logsumexp(w, dim=0) - math.log(w.numel())
