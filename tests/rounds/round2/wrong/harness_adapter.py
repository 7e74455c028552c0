"""Adapter for lm-evaluation-harness on a JAX server that returns per-token scores.

# bug: loglikelihood returns the mean of the token log-probs, the harness expects their sum
"""
import numpy as np
import requests
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model


@register_model("jax-http")
class JaxHTTP(LM):
    def __init__(self, url, **kw):
        super().__init__()
        self.url = url

    def _score(self, context, continuation):
        r = requests.post(self.url, json={"prefix": context, "target": continuation}, timeout=60)
        r.raise_for_status()
        body = r.json()
        return np.asarray(body["target_logprobs"]), bool(body["is_greedy"])

    def loglikelihood(self, requests):
        out = []
        for req in requests:
            lps, greedy = self._score(*req.args)
            out.append((float(np.mean(lps)) if len(lps) else 0.0, greedy))  # expect: SEQ401
        return out

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
