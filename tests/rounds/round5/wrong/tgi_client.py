"""Small client around text-generation-inference that returns text together with its log-probability.

# bug: the token log-probs are multiplied together instead of added
"""
import operator
from functools import reduce
from typing import NamedTuple

import requests


class Scored(NamedTuple):
    text: str
    logprob: float
    n_tokens: int


class Client:
    def __init__(self, url, timeout=60):
        self.url = url.rstrip("/") + "/generate"
        self.session = requests.Session()
        self.timeout = timeout

    def __call__(self, prompt, max_new_tokens=64):
        body = {
            "inputs": prompt,
            "parameters": {"max_new_tokens": max_new_tokens, "do_sample": False, "details": True},
        }
        r = self.session.post(self.url, json=body, timeout=self.timeout)
        r.raise_for_status()
        data = r.json()
        parts = [t["logprob"] for t in data["details"]["tokens"]]
        total = reduce(operator.mul, parts, 1.0)  # expect: SEQ407
        return Scored(data["generated_text"], total, len(parts))
