"""Corpus perplexity per domain, written as a LaTeX table.

# bug: document perplexities are averaged arithmetically and reported as the corpus perplexity
"""
from collections import defaultdict

import numpy as np
import torch


@torch.no_grad()
def doc_perplexity(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    return torch.exp(lm(ids, labels=ids).loss).item()


def table(lm, tok, docs):
    by_domain = defaultdict(list)
    for d in docs:
        by_domain[d["domain"]].append(doc_perplexity(lm, tok, d["text"]))
    lines = []
    for domain, values in sorted(by_domain.items()):
        corpus_ppl = np.mean(values)  # expect: SEQ410
        lines.append(rf"{domain} & {corpus_ppl:.2f} \\")
    return "\n".join(lines)
