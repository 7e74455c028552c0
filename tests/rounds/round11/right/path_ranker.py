"""Ranking of verbalised graph paths by their summed token log-probs."""
import math


def path_logprob(step_logprobs, token_ids):
    return math.fsum(lp[t] for lp, t in zip(step_logprobs, token_ids))


def rank(paths):
    scored = [(path_logprob(p["steps"], p["ids"]), k) for k, p in enumerate(paths)]
    scored.sort(reverse=True)
    return [paths[k] for _, k in scored]


def posterior(paths):
    s = [path_logprob(p["steps"], p["ids"]) for p in paths]
    top = max(s)
    w = [math.exp(v - top) for v in s]
    tot = sum(w)
    return [v / tot for v in w]
