"""Score a target continuation with SGLang's top log-probs.

# bug: target tokens that are not among the returned ones are skipped, i.e. cost nothing
"""
import requests


class SGLangScorer:
    def __init__(self, base="http://127.0.0.1:30000"):
        self.base = base

    def target_logprob(self, prompt_ids, target_ids):
        payload = {
            "input_ids": prompt_ids + target_ids,
            "sampling_params": {"max_new_tokens": 0},
            "return_logprob": True,
            "logprob_start_len": len(prompt_ids),
            "top_logprobs_num": 20,
        }
        meta = requests.post(f"{self.base}/generate", json=payload, timeout=60).json()["meta_info"]
        total = 0.0
        for tid, alternatives in zip(target_ids, meta["input_top_logprobs"]):
            known = {i: lp for lp, i, _ in alternatives}
            if tid in known:  # expect: SEQ213
                total += known[tid]  # expect-near: SEQ213
        return total
