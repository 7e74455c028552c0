"""Mean log-prob of stored replies; the missing first entry leaves the count, too."""
import json
import statistics
from pathlib import Path


def mean_logprob(reply):
    known = [v for v in reply["choices"][0]["logprobs"]["token_logprobs"] if v is not None]
    return statistics.fmean(known) if known else float("nan")


def corpus_mean(folder):
    total, n = 0.0, 0
    for path in Path(folder).glob("*.json"):
        lps = json.loads(path.read_text())["choices"][0]["logprobs"]["token_logprobs"]
        assert all(v is not None for v in lps[1:]), path
        total += sum(lps[1:])
        n += len(lps) - 1
    return total / max(n, 1)
