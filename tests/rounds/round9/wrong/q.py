"""pick the likelier of several prompts' continuations from a saved completions dump (jsonl)

# bug: each token probability is rounded to three places before use, and the probabilities are multiplied so long texts underflow to 0.
"""
import json
import math
import sys


def h(r):
    p = 1.0
    for l in r["logprobs"]["token_logprobs"]:
        e = round(math.exp(l), 3)  # expect: SEQ504
        p *= e  # expect: SEQ603
    return p


D = {}
for j in map(json.loads, open(sys.argv[1])):
    D.setdefault(j["id"], []).append((h(j), j["text"]))
for i, c in D.items():
    p, s = max(c)
    print(i, p, s.replace("\n", " "), sep="\t")
