"""bits per byte from a server that returns natural-log prompt log-probs (first one is null)."""
import math

import requests


def prompt_logprobs(url, text):
    r = requests.post(f"{url}/generate", timeout=60, json={
        "text": text, "return_logprob": True, "logprob_start_len": 0,
        "sampling_params": {"max_new_tokens": 1, "temperature": 0},
    })
    r.raise_for_status()
    entries = r.json()["meta_info"]["input_token_logprobs"]
    return [e[0] for e in entries if e[0] is not None]


def bits_per_byte(url, text):
    """Bits of the text after its first token, per UTF-8 byte of the whole text."""
    nats = -math.fsum(prompt_logprobs(url, text))
    return nats / math.log(2) / len(text.encode("utf-8"))


def bits_per_token(url, text):
    lps = prompt_logprobs(url, text)
    if not lps:
        return float("nan")
    return -sum(lps) / len(lps) / math.log(2)
