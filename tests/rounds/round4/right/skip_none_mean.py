"""Mean surprisal per token from an echoing endpoint; the unscored first token is left out of the count."""
import statistics

import requests


def token_surprisals(url, text):
    body = {"prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1}
    choice = requests.post(url + "/v1/completions", json=body, timeout=120).json()["choices"][0]
    return [-lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]


def mean_surprisal(url, text):
    values = token_surprisals(url, text)
    return statistics.mean(values) if values else float("nan")
