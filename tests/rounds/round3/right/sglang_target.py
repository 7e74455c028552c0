"""Target continuation with SGLang: the server's log-prob of each forced token, aligned already."""
import requests


class TargetScorer:
    def __init__(self, base):
        self.base = base

    def __call__(self, prompt_ids, target_ids):
        payload = {
            "input_ids": prompt_ids + target_ids,
            "sampling_params": {"max_new_tokens": 0, "temperature": 0},
            "return_logprob": True,
            "logprob_start_len": 0,
        }
        meta = requests.post(f"{self.base}/generate", json=payload, timeout=60).json()["meta_info"]
        entries = meta["input_token_logprobs"][len(prompt_ids):]
        if [e[1] for e in entries] != target_ids:
            raise RuntimeError("the server scored other tokens")
        return sum(e[0] for e in entries)

    def pick(self, prompt_ids, options):
        return max(options, key=lambda name: self(prompt_ids, options[name]))
