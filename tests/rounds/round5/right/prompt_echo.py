"""Ranks product copy by its per-token geometric-mean probability, using a completions server with echo."""
import asyncio
import math

import httpx

SERVER = "http://localhost:8000"


class CopyRanker:
    def __init__(self, model_name, limit=4):
        self.model_name = model_name
        self.client = httpx.AsyncClient(base_url=SERVER, timeout=30.0)
        self.gate = asyncio.Semaphore(limit)

    async def _token_logprobs(self, prompt):
        async with self.gate:
            reply = await self.client.post(
                "/v1/completions",
                json={"model": self.model_name, "prompt": prompt, "echo": True, "max_tokens": 0, "logprobs": 0},
            )
        reply.raise_for_status()
        raw = reply.json()["choices"][0]["logprobs"]["token_logprobs"]
        return [x for x in raw if x is not None]

    async def fluency(self, prompt):
        lps = await self._token_logprobs(prompt)
        if not lps:
            return float("nan")
        return math.exp(sum(lps) / len(lps))

    async def top(self, prompts, n=5):
        values = await asyncio.gather(*map(self.fluency, prompts))
        return sorted(zip(values, prompts), reverse=True)[:n]


if __name__ == "__main__":
    print(asyncio.run(CopyRanker("zephyr").top(["Soft towels for all.", "Towels soft for all."])))
