"""Numbers for the model card: corpus perplexity, bits per UTF-8 byte, and (as spread) the median document perplexity."""
import json
import math
from statistics import median


def load(path):
    with open(path, encoding="utf8") as f:
        return [r for r in map(json.loads, f) if r["tokens"] > 0]


def stats(docs):
    nll = math.fsum(d["nll"] for d in docs)
    toks = sum(d["tokens"] for d in docs)
    size = sum(len(d["text"].encode("utf-8")) for d in docs)
    per_doc = [d["nll"] / d["tokens"] for d in docs]
    return {
        "ppl": math.exp(min(nll / max(toks, 1), 700)),
        "bits_per_byte": nll / math.log(2) / max(size, 1),
        "median_doc_ppl": math.exp(min(median(per_doc), 700)) if per_doc else None,
    }
