"""Letter cloze through a completions endpoint; letters outside the listed alternatives rank last (-inf)."""
import json
import math
import sys
import time

import httpx


class Endpoint:
    def __init__(self, url, model):
        self.http = httpx.Client(base_url=url, timeout=60)
        self.model = model

    def top(self, prompt):
        r = self.http.post("/v1/completions", json={"model": self.model, "prompt": prompt, "max_tokens": 1,
                                                    "temperature": 0, "logprobs": 20})
        r.raise_for_status()
        return r.json()["choices"][0]["logprobs"]["top_logprobs"][0]


def run(ep, rows):
    hits = unlisted = 0
    latency = 0.0
    for i, row in enumerate(rows, 1):
        t0 = time.perf_counter()
        top = ep.top(row["prompt"])
        latency += (time.perf_counter() - t0 - latency) / i
        best = max("ABCD", key=lambda c: top.get(" " + c, -math.inf))
        hits += best == row["gold"]
        unlisted += " " + row["gold"] not in top
    return {"acc": hits / len(rows), "gold_unlisted": unlisted, "seconds_per_call": latency}


if __name__ == "__main__":
    with open(sys.argv[3]) as fh:
        rows = [json.loads(s) for s in fh]
    if rows:
        print(json.dumps(run(Endpoint(sys.argv[1], sys.argv[2]), rows)))
