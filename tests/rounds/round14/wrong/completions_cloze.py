"""Cloze scores from a legacy completions endpoint that returns the five best tokens at each step.

# bug: an answer token outside the five best gets log-prob 0.0; the average over the test set is divided again on every pass of the loop.
"""
import os
import sys

import requests

URL = os.environ.get("CLOZE_URL", "http://localhost:8000/v1/completions")


def steps(prompt, model, n):
    body = {"model": model, "prompt": prompt, "max_tokens": n, "temperature": 0, "logprobs": 5}
    r = requests.post(URL, json=body, timeout=60)
    r.raise_for_status()
    return r.json()["choices"][0]["logprobs"]["top_logprobs"]


def letter_logprob(prompt, letter, model):
    """Log-probability that the next token is the given letter."""
    top = steps(prompt, model, 1)[0]
    return top.get(" " + letter, 0.0)  # expect: SEQ213


def average_gold(items, model):
    avg = 0.0
    for k, it in enumerate(items, 1):
        avg += letter_logprob(it["prompt"], it["gold"], model)
        avg /= k  # expect: SEQ417
    return avg  # expect-near: SEQ417


def predict(item, model):
    return max("ABCD", key=lambda c: letter_logprob(item["prompt"], c, model))


if __name__ == "__main__":
    import json

    data = [json.loads(s) for s in open(sys.argv[2])]
    model = sys.argv[1]
    acc = sum(predict(d, model) == d["gold"] for d in data) / len(data)
    print(f"acc {acc:.3f}   gold logprob {average_gold(data, model):.3f}")
