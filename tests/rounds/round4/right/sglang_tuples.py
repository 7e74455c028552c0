"""SGLang: input_token_logprobs are (log-prob, id, text) and already aligned."""
import requests


def input_logprobs(url, ids):
    body = {
        "input_ids": ids,
        "sampling_params": {"max_new_tokens": 0},
        "return_logprob": True,
        "logprob_start_len": 0,
    }
    return requests.post(f"{url}/generate", json=body, timeout=60).json()["meta_info"]["input_token_logprobs"]


def choice_score(url, ctx, cont):
    rows = input_logprobs(url, ctx + cont)[len(ctx):]
    assert [r[1] for r in rows] == cont
    return sum(r[0] for r in rows)
