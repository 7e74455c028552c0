"""Membership inference: loss, zlib ratio, Min-K and Min-K++ (all means by definition)."""
import zlib

import numpy as np
import torch


@torch.no_grad()
def features(lm, ids):
    z = lm(ids).logits[0, :-1].float()
    lp = z.log_softmax(-1)
    tok = lp.gather(1, ids[0, 1:, None]).squeeze(1)
    mu = (lp.exp() * lp).sum(-1)
    var = (lp.exp() * lp.square()).sum(-1) - mu.square()
    return tok.numpy(), ((tok - mu) / var.clamp(min=1e-6).sqrt()).numpy()


def lowest(values, k):
    n = max(1, int(len(values) * k))
    return float(np.sort(values)[:n].mean())


def scores(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    lp, zscore = features(lm, ids)
    if lp.size == 0:
        return None
    ll = float(lp.mean())
    return {"loss": ll, "zlib": ll / len(zlib.compress(text.encode())),
            "mink": lowest(lp, 0.2), "mink++": lowest(zscore, 0.2)}
