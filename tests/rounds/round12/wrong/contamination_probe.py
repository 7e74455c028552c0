"""Contamination probe: mean token log-prob of benchmark items, served by vLLM's OpenAI front end.

# bug: the None of the unscored first token becomes 0.0, i.e. probability 1, and enters the mean.
"""
import asyncio
import json
import statistics
import sys

import httpx

URL = "http://127.0.0.1:8000/v1/completions"


async def fetch(cli, sem, model, text):
    async with sem:
        r = await cli.post(URL, json={"model": model, "prompt": text, "echo": True,
                                      "max_tokens": 0, "logprobs": 0}, timeout=300)
    r.raise_for_status()
    return r.json()["choices"][0]["logprobs"]["token_logprobs"]


def mean_lp(raw):
    clean = [v if v is not None else 0.0 for v in raw]  # expect: SEQ311
    return sum(clean) / len(clean)  # expect-near: SEQ311


async def main(model, infile):
    sem = asyncio.Semaphore(32)
    with open(infile) as fh:
        items = [json.loads(l) for l in fh]
    async with httpx.AsyncClient() as cli:
        raws = await asyncio.gather(*(fetch(cli, sem, model, it["text"]) for it in items))
    by_split = {}
    for it, raw in zip(items, raws):
        by_split.setdefault(it["split"], []).append(mean_lp(raw))
    for split, vals in by_split.items():
        print(split, len(vals), statistics.median(vals))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
