"""SGLang backend: rescoring of finished rollouts.

# bug: the log-probabilities are divided by the temperature and never normalised again
"""
from dataclasses import dataclass, field
from typing import List

import requests


@dataclass
class Rollout:
    input_ids: List[int]
    n_prompt: int
    token_lps: List[float] = field(default_factory=list)


class SGLangBackend:
    def __init__(self, url: str, tau: float = 0.7, timeout: float = 120.0):
        self.url, self.tau, self.timeout = url.rstrip("/"), tau, timeout

    def _post(self, payload):
        r = requests.post(f"{self.url}/generate", json=payload, timeout=self.timeout)
        r.raise_for_status()
        return r.json()["meta_info"]

    def annotate(self, rollout: Rollout) -> Rollout:
        """Fill in log pi(token) of the reply for a policy sampled at temperature ``tau``."""
        meta = self._post(
            {
                "input_ids": rollout.input_ids,
                "sampling_params": {"max_new_tokens": 1, "temperature": 0.0},
                "return_logprob": True,
                "logprob_start_len": 0,
            }
        )
        reply = meta["input_token_logprobs"][rollout.n_prompt:]
        rollout.token_lps = [lp / self.tau for lp, _, _ in reply]  # expect: SEQ109
        return rollout

    def sequence_logprob(self, rollout: Rollout) -> float:
        if not rollout.token_lps:
            self.annotate(rollout)
        return sum(rollout.token_lps)  # expect-near: SEQ109
