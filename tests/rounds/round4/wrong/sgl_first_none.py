"""Perplexity of prompts served by SGLang.
# bug: a None log-prob is replaced by zero and stays in the count.
"""
import numpy as np


def prompt_perplexity(meta: dict) -> float:
    values = []
    for lp, _token_id, _text in meta["input_token_logprobs"]:
        if lp is None:
            lp = 0.0  # expect: SEQ311
        values.append(lp)
    return float(np.exp(-np.mean(values)))  # expect-near: SEQ311


def collect(responses):
    return {r["id"]: prompt_perplexity(r["meta_info"]) for r in responses}
