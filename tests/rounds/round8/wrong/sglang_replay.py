"""Replay logged conversations through SGLang and keep the probability of the logged reply.

# bug: the probabilities of hundreds of tokens are multiplied, which underflows to 0.
"""
import math

import requests


class Replay:
    def __init__(self, host):
        self.host = host

    def _input_logprobs(self, ids, start):
        r = requests.post(
            self.host + "/generate",
            json={
                "input_ids": ids,
                "sampling_params": {"max_new_tokens": 1, "temperature": 0},
                "return_logprob": True,
                "logprob_start_len": 0,
            },
            timeout=300,
        )
        r.raise_for_status()
        return r.json()["meta_info"]["input_token_logprobs"][start:]

    def reply_probability(self, prompt_ids, reply_ids):
        if not prompt_ids:
            raise ValueError("a reply needs a prompt")
        p = 1.0
        for lp, _tid, _txt in self._input_logprobs(prompt_ids + reply_ids, len(prompt_ids)):
            p *= math.exp(lp)  # expect: SEQ603
        return p
