"""Columns of a report: perplexity with the minus sign, and the geometric mean probability without."""
import json

import numpy as np
import pandas as pd


def frame(path):
    rows = []
    with open(path) as f:
        for line in f:
            r = json.loads(line)
            lps = np.asarray(r["logprobs"]["token_logprobs"][1:], dtype=float)
            if lps.size == 0:
                continue
            rows.append({"id": r["id"], "perplexity": np.exp(-lps.mean()), "geo_mean_p": np.exp(lps.mean())})
    return pd.DataFrame(rows)
