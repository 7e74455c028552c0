"""SGLang log-probs as an array; the first is NaN and stays out of the mean."""
import numpy as np
import requests


def perplexity(url, text):
    r = requests.post(url + "/generate", timeout=120, json={
        "text": text, "return_logprob": True, "logprob_start_len": 0,
        "sampling_params": {"max_new_tokens": 0},
    })
    lps = np.array([t[0] for t in r.json()["meta_info"]["input_token_logprobs"]], dtype=float)
    if np.isnan(lps).all():
        return float("nan")
    return float(np.exp(-np.nanmean(lps)))


if __name__ == "__main__":
    print(perplexity("http://localhost:30000", "Call me Ishmael."))
