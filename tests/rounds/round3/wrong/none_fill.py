"""Token log-probs from an SGLang server as an array.

# bug: nan_to_num turns the missing first entry into log-probability 0, and it is averaged
"""
import numpy as np
import requests


def prompt_logprobs(url: str, text: str) -> np.ndarray:
    r = requests.post(
        url + "/generate",
        json={"text": text, "return_logprob": True, "logprob_start_len": 0,
              "sampling_params": {"max_new_tokens": 0}},
        timeout=120,
    )
    triples = r.json()["meta_info"]["input_token_logprobs"]
    values = np.array([t[0] for t in triples], dtype=float)
    return np.nan_to_num(values)  # expect: SEQ311


def perplexity(url, text):
    return np.exp(-prompt_logprobs(url, text).mean())  # expect-near: SEQ311


if __name__ == "__main__":
    print(perplexity("http://localhost:30000", "It was the best of times."))
