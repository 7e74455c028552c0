"""Leaderboard rows from raw dumps."""
import json
from pathlib import Path

import numpy as np


def rows(path):
    return [json.loads(s) for s in path.read_text().splitlines() if s]


def corpus_ppl(docs):
    nll = sum(d["nll"] for d in docs)
    return float(np.exp(nll / sum(d["n_tok"] for d in docs)))


def choice_accuracy(samples, unit):
    """unit: None, "char" or "byte" (UTF-8)."""
    size = {
        None: lambda c: 1,
        "char": len,
        "byte": lambda c: len(c.encode("utf-8")),
    }[unit]
    hits = [
        int(np.argmax([ll / size(c) for ll, c in zip(s["lls"], s["choices"])])) == s["gold"] for s in samples
    ]
    return float(np.mean(hits))


def build(root):
    table = []
    for d in sorted(Path(root).iterdir()):
        mc = rows(d / "mc.jsonl")
        entry = {"model": d.name, "ppl": corpus_ppl(rows(d / "lm.jsonl"))}
        for label, unit in (("acc", None), ("acc_char", "char"), ("acc_bytes", "byte")):
            entry[label] = choice_accuracy(mc, unit)
        table.append(entry)
    table.sort(key=lambda r: r["acc_bytes"], reverse=True)
    for r in table:
        print({k: round(v, 4) if isinstance(v, float) else v for k, v in r.items()})
    return table


if __name__ == "__main__":
    build("dumps")
