"""Log-probability of a logged reply through SGLang's /generate."""
import requests


def reply_logprob(host, prompt_ids, reply_ids):
    n = len(prompt_ids)
    assert n > 0
    r = requests.post(f"{host}/generate", timeout=300, json={
        "input_ids": prompt_ids + reply_ids,
        "return_logprob": True,
        "logprob_start_len": 0,
        "sampling_params": {"max_new_tokens": 1, "temperature": 0},
    })
    r.raise_for_status()
    triples = r.json()["meta_info"]["input_token_logprobs"][n:]
    if [t[1] for t in triples] != reply_ids:
        raise RuntimeError("server scored other tokens")
    return sum(t[0] for t in triples)
