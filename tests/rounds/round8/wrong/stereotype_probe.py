"""Stereotype / anti-stereotype pairs: which sentence has the higher likelihood?

# bug: the likelihood of a sentence is the arithmetic mean of its token probabilities
"""
import json
from pathlib import Path

import numpy as np
import requests


class CompletionServer:
    def __init__(self, url):
        self.url = url

    def echo(self, text):
        r = requests.post(f"{self.url}/v1/completions", json={
            "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1,
        }, timeout=60)
        r.raise_for_status()
        return r.json()["choices"][0]["logprobs"]["token_logprobs"]


def sentence_likelihood(server, text):
    lps = np.array(server.echo(text)[1:], dtype=float)
    return np.exp(lps).mean()  # expect: SEQ405


def stereotype_score(server, pairs):
    wins = [sentence_likelihood(server, p["stereo"]) > sentence_likelihood(server, p["anti"]) for p in pairs]
    return 100 * float(np.mean(wins))


if __name__ == "__main__":
    data = json.loads(Path("pairs.json").read_text())
    srv = CompletionServer("http://localhost:8000")
    for bias, group in data.items():
        print(bias, round(stereotype_score(srv, group), 2))
