"""Choice scoring with the top log-probs of an SGLang server.
# bug: a token missing from the top-k list is skipped, so an unlikely choice gains score.
"""
import requests


def generate(url, ids, k=10):
    body = {
        "input_ids": ids,
        "sampling_params": {"max_new_tokens": 0},
        "return_logprob": True,
        "logprob_start_len": 0,
        "top_logprobs_num": k,
    }
    return requests.post(f"{url}/generate", json=body, timeout=60).json()["meta_info"]


def choice_score(url, ids, n_choice):
    """log P(last n_choice tokens | the rest)."""
    top = generate(url, ids)["input_top_logprobs"][-n_choice:]
    wanted = ids[-n_choice:]
    total = 0.0
    for entries, token in zip(top, wanted):
        lookup = {tid: lp for lp, tid, _ in entries}
        if token in lookup:  # expect-near: SEQ213
            total += lookup[token]  # expect: SEQ213
    return total  # expect-near: SEQ213
