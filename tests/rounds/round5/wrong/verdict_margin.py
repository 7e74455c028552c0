"""LLM-as-judge: signed margin between a yes and a no verdict.

# bug: alternatives are keyed by their stripped text, so ' Yes' and 'yes' overwrite one another; a verdict outside the top five counts as log-prob 0
"""
import asyncio

from openai import AsyncOpenAI

TEMPLATE = "Claim: {claim}\nEvidence: {evidence}\nDoes the evidence support the claim? Reply yes or no."


class Judge:
    def __init__(self, model="gpt-4o-mini", parallel=8):
        self.api = AsyncOpenAI()
        self.model = model
        self.gate = asyncio.Semaphore(parallel)

    async def margin(self, claim, evidence):
        async with self.gate:
            r = await self.api.chat.completions.create(
                model=self.model,
                messages=[{"role": "user", "content": TEMPLATE.format(claim=claim, evidence=evidence)}],
                max_tokens=1,
                logprobs=True,
                top_logprobs=5,
            )
        first = r.choices[0].logprobs.content[0]
        table = {a.token.strip().lower(): a.logprob for a in first.top_logprobs}  # expect: SEQ212
        return table.get("yes", 0.0) - table.get("no", 0.0)  # expect: SEQ213

    async def run(self, items):
        return await asyncio.gather(*(self.margin(c, e) for c, e in items))
