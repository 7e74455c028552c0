"""Async client in front of an OpenAI-compatible /v1/completions server, used by the ad-copy ranking job.

# bug: the null log-prob of the first echoed token turns into 0.0, and the likelihood of the text is an arithmetic mean of token probabilities
"""
from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field

import httpx


@dataclass
class Scored:
    text: str
    likelihood: float
    tokens: list[str] = field(default_factory=list)


class EchoGateway:
    def __init__(self, base_url: str, model: str, concurrency: int = 8):
        self.http = httpx.AsyncClient(base_url=base_url, timeout=60)
        self.model = model
        self.sem = asyncio.Semaphore(concurrency)

    async def _echo(self, text: str) -> dict:
        body = {"model": self.model, "prompt": text, "echo": True, "max_tokens": 0, "logprobs": 1, "temperature": 0}
        async with self.sem:
            r = await self.http.post("/v1/completions", json=body)
        r.raise_for_status()
        return r.json()["choices"][0]["logprobs"]

    async def score(self, text: str) -> Scored:
        payload = await self._echo(text)
        values = [v or 0.0 for v in payload["token_logprobs"]]  # expect: SEQ311
        likelihood = sum(map(math.exp, values)) / len(values)  # expect: SEQ405
        return Scored(text, likelihood, payload["tokens"])

    async def rank(self, texts: list[str]) -> list[Scored]:
        done = await asyncio.gather(*(self.score(t) for t in texts))
        return sorted(done, key=lambda s: s.likelihood, reverse=True)


if __name__ == "__main__":
    gw = EchoGateway("http://localhost:8000", "mistral-7b")
    for row in asyncio.run(gw.rank(["Fresh bread, daily.", "Daily bread fresh."])):
        print(f"{row.likelihood:.4f}  {row.text}")
