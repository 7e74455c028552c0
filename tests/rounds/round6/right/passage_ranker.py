"""Dense retrieval followed by mean query log-likelihood, the same reduction for every passage."""
import asyncio

import httpx
import numpy as np


class QueryLikelihood:
    def __init__(self, url, model):
        self.url, self.model = url, model

    async def one(self, http, passage, query):
        text = f"{passage}\nQuestion: {query}"
        r = await http.post(
            self.url,
            json={"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0},
        )
        lp = r.json()["choices"][0]["logprobs"]
        cut = len(text) - len(query) - 1
        vals = [v for v, o in zip(lp["token_logprobs"], lp["text_offset"]) if o >= cut]
        return float(np.mean(vals)) if vals else float("-inf")

    async def all(self, passages, query):
        async with httpx.AsyncClient(timeout=60) as http:
            return await asyncio.gather(*(self.one(http, p, query) for p in passages))


def rank(scorer, index, embed, query, k=30, temperature=2.0):
    sims, where = index.search(embed([query]), k)
    passages = [index.text(i) for i in where[0]]
    ql = np.array(asyncio.run(scorer.all(passages, query)))
    fused = sims[0] / temperature + ql
    return [(passages[i], fused[i]) for i in np.argsort(-fused)]
