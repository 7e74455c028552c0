"""Perplexity of a held-out set through an OpenAI-compatible completions server (echo, no new tokens).

# bug: the unscored first token counts as log-prob 0, and the corpus perplexity is an average of the documents' perplexities.
"""
import json
import math
import os
import sys

import requests

URL = os.environ.get("LM_URL", "http://localhost:8000/v1/completions")


def fetch(text, model):
    payload = dict(model=model, prompt=text, max_tokens=0, echo=True, logprobs=1, temperature=0)
    ans = requests.post(URL, json=payload, timeout=120)
    ans.raise_for_status()
    return ans.json()["choices"][0]["logprobs"]


def doc_ppl(text, model):
    info = fetch(text, model)
    vals = [v if v is not None else 0.0 for v in info["token_logprobs"]]  # expect: SEQ311
    return math.exp(-math.fsum(vals) / len(vals))  # expect-near: SEQ311


def main(path, model):
    docs = [json.loads(l)["text"] for l in open(path, encoding="utf-8")]
    ppls = []
    for d in docs:
        if d.strip():
            ppls.append(doc_ppl(d, model))
    corpus_ppl = sum(ppls) / len(ppls)  # expect: SEQ410
    print(json.dumps({"model": model, "docs": len(ppls), "corpus_perplexity": corpus_ppl}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
