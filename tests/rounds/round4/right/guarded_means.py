"""Means of replies that may be empty."""
import math

import numpy as np
import torch


def mean_reply_logp(lp, mask):
    m = mask.to(lp.dtype)
    n = m.sum(-1)
    return torch.where(n > 0, (lp * m).sum(-1) / n.clamp(min=1), torch.nan)


def api_mean(choice):
    lps = [t.logprob for t in (choice.logprobs.content or [])]
    if not lps:
        return math.nan
    return sum(lps) / len(lps)


def summary(values):
    v = np.asarray([x for x in values if not math.isnan(x)])
    return {"n": v.size, "mean": float(v.mean()) if v.size else None}
