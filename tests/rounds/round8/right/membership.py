"""Membership-inference statistics for one text: mean log-prob, Min-K% and zlib ratio."""
import zlib

import numpy as np
import torch
from sklearn.metrics import roc_auc_score


@torch.no_grad()
def token_logps(lm, tok, text):
    x = tok(text, return_tensors="pt").input_ids.to(lm.device)
    z = lm(x).logits[0, :-1].double()
    return torch.distributions.Categorical(logits=z).log_prob(x[0, 1:]).cpu().numpy()


def statistics(lp, text, ratio=0.2):
    k = max(1, int(len(lp) * ratio))
    return {
        "mean_logp": lp.mean(),
        "min_k": np.sort(lp)[:k].mean(),
        "zlib": lp.sum() / len(zlib.compress(text.encode("utf-8"))),
    }


def aucs(lm, tok, members, others):
    lm.eval()
    rows = [statistics(token_logps(lm, tok, t), t) for t in members + others]
    y = [1] * len(members) + [0] * len(others)
    return {k: roc_auc_score(y, [r[k] for r in rows]) for k in rows[0]}
