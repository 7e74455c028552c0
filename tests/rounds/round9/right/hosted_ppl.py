"""Corpus perplexity via echo: total NLL over total scored tokens."""
import math
from pathlib import Path

import requests


def scored_tokens(url, model, text):
    body = dict(model=model, prompt=text, echo=True, max_tokens=0, logprobs=1)
    r = requests.post(url, json=body, timeout=120)
    r.raise_for_status()
    first, *rest = r.json()["choices"][0]["logprobs"]["token_logprobs"]
    assert first is None
    return rest


def corpus_perplexity(url, model, folder):
    nll, n = 0.0, 0
    for p in sorted(Path(folder).glob("*.txt")):
        text = p.read_text(encoding="utf-8").strip()
        if not text:
            continue
        lps = scored_tokens(url, model, text)
        nll -= math.fsum(lps)
        n += len(lps)
    if n == 0:
        return math.nan
    return math.exp(min(nll / n, 700.0))
