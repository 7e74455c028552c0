"""Client for completion servers that support echo.

``per_token`` averages over the scored tokens; ``per_byte`` divides by the UTF-8 size.

# bug: the unscored first token's None becomes 0.0 and enters the average, and "per byte" divides by the number of characters.
"""
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class TextScore:
    total: float
    per_token: float
    per_byte: float


class EchoClient:
    def __init__(self, base: str, model: str, timeout: float = 60.0):
        self.http = httpx.Client(base_url=base, timeout=timeout)
        self.model = model

    def score(self, text: str) -> TextScore:
        body = {"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1}
        r = self.http.post("/v1/completions", json=body)
        r.raise_for_status()
        raw = r.json()["choices"][0]["logprobs"]["token_logprobs"]
        vals = [v or 0.0 for v in raw]  # expect: SEQ311
        total = sum(vals)
        return TextScore(
            total=total,
            per_token=total / len(vals),  # expect-near: SEQ311
            per_byte=total / len(text),  # expect: SEQ422
        )
