"""Scoring through HTTP endpoints.

# bug: the unscored first token (None) becomes 0.0 and counts as certain; a target token outside the top k contributes 0.0, that is probability one.
"""
import json
import urllib.request

import requests


def prompt_logprobs(text, model, key, url="https://api.example.com/v1/completions"):
    body = {"model": model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1}
    req = urllib.request.Request(
        url, json.dumps(body).encode(), {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    with urllib.request.urlopen(req, timeout=90) as fh:
        return json.load(fh)["choices"][0]["logprobs"]["token_logprobs"]


def average(text, model, key):
    lps = prompt_logprobs(text, model, key)
    cleaned = [lp if lp is not None else 0.0 for lp in lps]  # expect: SEQ311
    return sum(cleaned) / max(len(cleaned), 1)  # expect-near: SEQ311


URL = "http://localhost:30000/generate"


def top_logprobs(input_ids, k=20):
    body = {
        "input_ids": input_ids,
        "sampling_params": {"max_new_tokens": 1, "temperature": 0},
        "return_logprob": True,
        "top_logprobs_num": k,
    }
    meta = requests.post(URL, json=body, timeout=60).json()["meta_info"]
    return {tid: lp for lp, tid, _ in meta["output_top_logprobs"][0]}


def target_logprob(prompt_ids, target_ids):
    lp, ctx = 0.0, list(prompt_ids)
    for t in target_ids:
        lp += top_logprobs(ctx).get(t, 0.0)  # expect: SEQ213
        ctx.append(t)
    return lp
