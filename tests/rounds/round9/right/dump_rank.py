"""best continuation per id from a completions dump (jsonl)"""
import json
import math
import sys


def h(r):
    return math.fsum(r["logprobs"]["token_logprobs"])


D = {}
for j in map(json.loads, open(sys.argv[1])):
    D.setdefault(j["id"], []).append((h(j), j["text"]))
for i, c in D.items():
    p, s = max(c)
    print(i, round(p, 3), s.replace("\n", " "), sep="\t")
