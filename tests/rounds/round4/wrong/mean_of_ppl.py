"""Corpus perplexity per domain.
# bug: the perplexities of single documents are averaged and reported as the corpus perplexity.
"""
from collections import defaultdict

import numpy as np


def doc_stats(scorer, doc):
    lps = scorer.token_logprobs(doc)
    return -sum(lps), max(len(lps), 1)


def corpus_perplexity(scorer, docs):
    """{domain: perplexity of the domain's corpus}"""
    by = defaultdict(list)
    for d in docs:
        nll, n = doc_stats(scorer, d["text"])
        by[d["domain"]].append(np.exp(nll / n))
    return {k: float(np.mean(v)) for k, v in by.items()}  # expect: SEQ410
