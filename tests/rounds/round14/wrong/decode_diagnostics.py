"""Diagnostics of nucleus decoding for the generation report (numpy only).

# bug: the perplexity is exp of the positive mean log-prob, a number below one; the entropy of the truncated distribution computes 0 * log 0
"""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def nucleus(z, top_p=0.9):
    """Distribution over the smallest set of tokens with mass top_p; zero outside it."""
    p = softmax(z)
    order = np.argsort(-p)
    before = np.cumsum(p[order]) - p[order]
    q = np.zeros_like(p)
    chosen = order[before < top_p]
    q[chosen] = p[chosen]
    return q / q.sum()


def nucleus_entropy(z, top_p=0.9):
    q = nucleus(z, top_p)
    return -np.sum(q * np.log(q))  # expect: SEQ610


def reference_perplexity(logprobs):
    """Perplexity of a reference text from its per-token natural log-probs."""
    lp = np.asarray(logprobs, dtype=np.float64)
    return float(np.exp(lp.mean()))  # expect: SEQ413


def report(logit_rows, reference_logprobs):
    ent = [nucleus_entropy(z) for z in logit_rows]
    return {"nucleus_entropy": float(np.mean(ent)),
            "reference_perplexity": reference_perplexity(reference_logprobs)}
