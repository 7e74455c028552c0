"""Average surprisal per token from an echoing endpoint.
# bug: the unscored first token's None becomes 0.0 and counts as certain.
"""
import statistics

import requests


def token_surprisals(url, text):
    body = {"prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1}
    choice = requests.post(url + "/v1/completions", json=body, timeout=120).json()["choices"][0]
    return [-(lp or 0.0) for lp in choice["logprobs"]["token_logprobs"]]  # expect: SEQ311


def mean_surprisal(url, text):
    return statistics.mean(token_surprisals(url, text))  # expect-near: SEQ311


if __name__ == "__main__":
    import sys

    for line in sys.stdin:
        print(f"{mean_surprisal(sys.argv[1], line.strip()):.3f}")
