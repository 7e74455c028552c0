"""Mean log-prob per reply.
# bug: a reply without tokens divides by zero.
"""
import math


def mean_reply_logp(lp, reply_mask):
    """lp, reply_mask: (B, T). Rows may have an empty reply."""
    m = reply_mask.to(lp.dtype)
    return (lp * m).sum(-1) / m.sum(-1)  # expect: SEQ611


def api_mean(choice):
    """Mean log-prob of a chat choice; a refusal has no content tokens."""
    lps = [t.logprob for t in (choice.logprobs.content or [])]
    return sum(lps) / len(lps)  # expect: SEQ611


def report(lp, mask, choices):
    rows = mean_reply_logp(lp, mask).tolist()
    return [v for v in rows if math.isfinite(v)], [api_mean(c) for c in choices]
