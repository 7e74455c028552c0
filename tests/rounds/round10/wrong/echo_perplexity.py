#!/usr/bin/env python
"""Perplexity of text files as seen by a hosted completion model.

# bug: the None of the first token is turned into 0.0 and counted as a certain token; and the minus sign before the mean log-prob is missing in the perplexity.
"""
import asyncio
import pathlib
import sys

import numpy as np
from openai import AsyncOpenAI

aclient = AsyncOpenAI(base_url="http://localhost:8000/v1", api_key="none")
SEM = asyncio.Semaphore(8)


async def token_logprobs(text, model):
    async with SEM:
        r = await aclient.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=0)
    return [v or 0.0 for v in r.choices[0].logprobs.token_logprobs]  # expect: SEQ311


async def main(model, files):
    texts = [pathlib.Path(f).read_text() for f in files]
    values = await asyncio.gather(*(token_logprobs(t, model) for t in texts))
    for name, v in zip(files, values):
        if not v:
            continue
        ppl = np.exp(np.mean(v))  # expect: SEQ413
        print(f"{name}\t{len(v)} tokens\tppl {ppl:.3f}")  # expect-near: SEQ413


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
