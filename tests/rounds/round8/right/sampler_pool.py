"""Pick the completion with the best average token log-probability."""
from statistics import fmean

from openai import AsyncOpenAI


class Pool:
    def __init__(self, base_url: str, model: str):
        self.api = AsyncOpenAI(base_url=base_url, api_key="-")
        self.model = model

    async def draw(self, prompt: str, n: int):
        r = await self.api.chat.completions.create(
            model=self.model, n=n, temperature=1.0, logprobs=True, top_logprobs=3,
            messages=[{"role": "user", "content": prompt}],
        )
        return r.choices

    @staticmethod
    def normalised(choice) -> float:
        return fmean(t.logprob for t in choice.logprobs.content)

    async def best(self, prompt: str, n: int = 8) -> str:
        cands = [c for c in await self.draw(prompt, n) if c.logprobs and c.logprobs.content]
        return max(cands, key=self.normalised).message.content
