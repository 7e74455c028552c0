"""Sampled rewrites from SGLang, ranked by likelihood."""
from dataclasses import dataclass
from functools import cached_property

import requests

NATIVE = "/generate"


@dataclass
class Sampled:
    text: str
    info: dict

    @cached_property
    def lps(self):
        return [triple[0] for triple in self.info["output_token_logprobs"]]

    def total(self):
        """log p(rewrite | prompt)"""
        return sum(self.lps)

    def average(self):
        """log p(rewrite | prompt) per generated token"""
        return self.total() / max(self.info["completion_tokens"], 1)


def pool(host, prompt, n):
    reply = requests.post(
        host + NATIVE,
        json=dict(text=prompt, return_logprob=True,
                  sampling_params=dict(n=n, temperature=1.0, top_p=1.0, max_new_tokens=160)),
        timeout=90,
    )
    reply.raise_for_status()
    return [Sampled(d["text"], d["meta_info"]) for d in reply.json()]


def pick(host, prompt, n=8, by="average"):
    score = {"average": Sampled.average, "total": Sampled.total}[by]
    return max(pool(host, prompt, n), key=score).text
