"""A list called nll that holds mean log-probs: exp(-x) is the perplexity."""
import numpy as np


def collect(records):
    nll = []
    for r in records:
        lps = [t for t in r["token_logprobs"] if t is not None]
        if lps:
            nll.append(sum(lps) / len(lps))
    return nll


def per_document_perplexities(records):
    return [float(np.exp(-i)) for i in collect(records)]
