"""Fluency metric for the summarisation leaderboard (llama.cpp server backend).

# bug: the mean log-probability is exponentiated without its minus sign and reported as perplexity.
"""
import numpy as np
import requests


class Fluency:
    name = "perplexity"
    higher_is_better = False

    def __init__(self, url="http://127.0.0.1:8080"):
        self.url = url

    def _token_logprobs(self, text):
        r = requests.post(
            f"{self.url}/v1/completions",
            json={"prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0},
            timeout=120,
        )
        r.raise_for_status()
        lps = r.json()["choices"][0]["logprobs"]["token_logprobs"]
        return [x for x in lps if x is not None]

    def __call__(self, summaries):
        flat = []
        for s in summaries:
            flat.extend(self._token_logprobs(s))
        return {self.name: float(np.exp(np.mean(flat)))}  # expect: SEQ413
