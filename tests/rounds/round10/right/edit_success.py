"""Success of factual edits: sums against sums, posterior by softmax over the candidates' log-likelihoods."""
import numpy as np
from scipy.special import softmax


def totals(rec):
    keys = ("new_logprobs", "old_logprobs")
    return np.array([np.sum(rec[k]) for k in keys] + [np.sum(x) for x in rec["distractors"]])


def summarise(records):
    won, mass = [], []
    for rec in records:
        ll = totals(rec)
        won.append(ll[0] > ll[1])
        mass.append(softmax(ll)[0])
    return {"efficacy": np.mean(won), "posterior": np.mean(mass)} if records else {}
