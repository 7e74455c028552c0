"""Pick the best rewrite out of several sampled ones, using a running SGLang server.

# bug: `joint` multiplies the token log-probabilities instead of adding them.
# bug: `per_token` divides by prompt and completion tokens together although only the completion is scored.
"""
import math
from dataclasses import dataclass, field
from typing import Any

import requests


@dataclass
class Rewrite:
    text: str
    meta: dict[str, Any] = field(repr=False, default_factory=dict)

    @property
    def joint(self) -> float:
        """Log-likelihood of the rewrite given the instruction."""
        return math.prod(entry[0] for entry in self.meta["output_token_logprobs"])  # expect: SEQ407

    @property
    def per_token(self) -> float:
        """Log-likelihood of the rewrite, normalised by the length of the rewrite."""
        acc = 0.0
        for lp, _tid, _txt in self.meta["output_token_logprobs"]:
            acc += lp
        used = self.meta["prompt_tokens"] + self.meta["completion_tokens"]  # expect-near: SEQ418
        return acc / used  # expect: SEQ418


class SGLangRanker:
    def __init__(self, base_url: str = "http://localhost:30000", timeout: int = 120):
        self.base_url = base_url.rstrip("/")
        self.timeout = timeout

    def propose(self, instruction: str, n: int = 8) -> list[Rewrite]:
        body = {
            "text": instruction,
            "sampling_params": {"n": n, "temperature": 1.0, "max_new_tokens": 200},
            "return_logprob": True,
        }
        r = requests.post(f"{self.base_url}/generate", json=body, timeout=self.timeout)
        r.raise_for_status()
        payload = r.json()
        rows = payload if isinstance(payload, list) else [payload]
        return [Rewrite(text=row["text"], meta=row["meta_info"]) for row in rows]

    def best(self, instruction: str, normalise: bool = True) -> Rewrite:
        pool = self.propose(instruction)
        key = (lambda r: r.per_token) if normalise else (lambda r: r.joint)
        return max(pool, key=key)
