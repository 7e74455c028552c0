"""n-best rescoring: geometric-mean token probability for display, log-prob per token for ranking."""
import numpy as np


def per_token(lps):
    return float(np.mean(lps))


def display_confidence(lps):
    return float(np.exp(np.mean(lps)))


def pick(nbest):
    usable = [(text, np.asarray(lps)) for text, lps in nbest if len(lps)]
    text, lps = max(usable, key=lambda h: per_token(h[1]))
    return {"text": text, "confidence": round(display_confidence(lps), 2)}
