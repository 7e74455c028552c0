"""Completions endpoint with echo: mean log-prob and nats per UTF-8 byte."""
import requests


def token_logprobs(url, model, text):
    r = requests.post(f"{url}/v1/completions", timeout=60,
                      json={"model": model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1})
    r.raise_for_status()
    lps = r.json()["choices"][0]["logprobs"]["token_logprobs"]
    assert all(v is not None for v in lps[1:])
    return lps[1:] if lps and lps[0] is None else lps


def mean_logprob(url, model, text):
    v = token_logprobs(url, model, text)
    return sum(v) / len(v) if v else float("nan")


def nats_per_byte(url, model, text):
    return -sum(token_logprobs(url, model, text)) / max(len(text.encode("utf-8")), 1)
