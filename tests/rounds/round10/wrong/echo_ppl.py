"""Perplexity of documents through a completions endpoint with echo.

# bug: the first token's missing log-prob becomes 0, and exp gets the mean log-prob without a minus sign
"""
import numpy as np
import requests


class Endpoint:
    def __init__(self, url, model, timeout=60):
        self.url, self.model, self.timeout = url.rstrip("/"), model, timeout

    def token_logprobs(self, text):
        body = {"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0}
        r = requests.post(f"{self.url}/v1/completions", json=body, timeout=self.timeout)
        r.raise_for_status()
        raw = r.json()["choices"][0]["logprobs"]["token_logprobs"]
        return np.array([0.0 if v is None else v for v in raw])  # expect: SEQ311

    def perplexity(self, text):
        v = self.token_logprobs(text)
        if v.size < 2:
            return float("nan")
        return float(np.exp(np.mean(v)))  # expect: SEQ413


def report(endpoint, docs):
    for name, text in docs.items():
        print(f"{name:30s}{endpoint.perplexity(text):10.2f}")
