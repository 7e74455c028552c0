"""Membership inference: LOSS, zlib and Min-K% attacks on a causal LM.

All scores are higher for likely members; LOSS is by definition the mean token log-prob of the text.
"""
import zlib

import torch
from sklearn.metrics import roc_auc_score


@torch.no_grad()
def attacks(lm, tok, text, k=0.2):
    enc = tok(text, return_tensors="pt")
    ids = enc.input_ids
    z = lm(**enc).logits[0, :-1].float()
    lp = z.log_softmax(-1).gather(1, ids[0, 1:, None])[:, 0]
    loss = -lp.mean().item()
    low = lp.sort().values[: max(1, int(k * lp.numel()))]
    return {"loss": -loss, "zlib": -loss / len(zlib.compress(text.encode())), "min_k": low.mean().item()}


def auc(lm, tok, members, others):
    rows = [attacks(lm, tok, t) for t in members + others]
    y = [1] * len(members) + [0] * len(others)
    return {name: roc_auc_score(y, [r[name] for r in rows]) for name in rows[0]}
