"""Re-order candidates by mean token log-probability; the geometric-mean probability is kept for display."""
import json
import sys

import numpy as np


def length_normalised(tlps):
    a = np.asarray(tlps, dtype=np.float64)
    return float(a.mean()) if a.size else float("-inf")


def process(ex):
    for c in ex["candidates"]:
        c["score"] = length_normalised(c["token_logprobs"])
        c["per_token_prob"] = float(np.exp(c["score"]))
    ex["candidates"].sort(key=lambda c: c["score"], reverse=True)
    return ex


for line in sys.stdin:
    sys.stdout.write(json.dumps(process(json.loads(line))) + "\n")
