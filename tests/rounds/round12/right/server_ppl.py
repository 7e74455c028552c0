"""Corpus perplexity over HTTP. Tokens the server did not score (the first one) are left out."""
import json
import math
import urllib.request


def logprobs(url, model, text):
    req = urllib.request.Request(
        url,
        data=json.dumps(
            {"model": model, "prompt": text, "echo": True, "max_tokens": 0, "logprobs": 0}
        ).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(req) as r:
        return json.load(r)["choices"][0]["logprobs"]["token_logprobs"]


class Tally:
    nll = 0.0
    n = 0

    def add(self, vals):
        scored = [v for v in vals if v is not None]
        self.nll -= math.fsum(scored)
        self.n += len(scored)

    @property
    def ppl(self):
        if not self.n:
            return float("nan")
        x = self.nll / self.n
        return math.exp(x) if x < 700 else math.inf


def corpus_ppl(url, model, docs):
    t = Tally()
    for d in docs:
        t.add(logprobs(url, model, d))
    return t.ppl
