"""Corpus perplexity of hosted base models over our radiology reports
(OpenAI-compatible /completions with echo, nothing generated).

# bug: the unscored first token (None) enters as 0.0 and is counted; and the corpus figure is the plain average of the reports' perplexities
"""
import glob
import statistics
import sys

import numpy as np
import requests

URL = "http://gpu03:8000/v1/completions"


def token_logprobs(model, text):
    body = {"model": model, "prompt": text, "echo": True, "max_tokens": 0, "logprobs": 1, "temperature": 0}
    r = requests.post(URL, json=body, timeout=120)
    r.raise_for_status()
    raw = r.json()["choices"][0]["logprobs"]["token_logprobs"]
    return [x if x is not None else 0.0 for x in raw]  # expect: SEQ311


def report_ppl(model, text):
    lps = token_logprobs(model, text)
    return float(np.exp(-np.mean(lps)))


def corpus_ppl(model, pattern):
    values = []
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as fh:
            text = fh.read().strip()
        if text:
            values.append(report_ppl(model, text))
    return statistics.fmean(values)  # expect: SEQ410


if __name__ == "__main__":
    print(f"corpus perplexity {corpus_ppl(sys.argv[1], sys.argv[2]):.3f}")
