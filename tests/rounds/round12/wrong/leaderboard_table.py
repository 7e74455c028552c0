"""Turns per-document result files into one leaderboard row.

Columns: `corpus_ppl`, the token-level perplexity over the whole corpus; `acc_bytes`, accuracy after
dividing each choice's log-likelihood by its size in UTF-8 bytes.

# bug: corpus_ppl is the arithmetic mean of the documents' perplexities.
# bug: acc_bytes divides by the number of characters instead of UTF-8 bytes.
"""
from pathlib import Path

import numpy as np
import pandas as pd


def read(path: Path) -> pd.DataFrame:
    return pd.read_json(path, lines=True)


def corpus_ppl(df: pd.DataFrame) -> float:
    per_doc = np.exp(df["nll_sum"] / df["n_tokens"])  # expect-near: SEQ410
    return float(per_doc.mean())  # expect: SEQ410


def acc_bytes(df: pd.DataFrame) -> float:
    hits = 0
    for row in df.itertuples():
        lls = np.asarray(row.choice_lls)
        size = np.array([len(c) for c in row.choices])  # expect-near: SEQ422
        hits += int(np.argmax(lls / size) == row.gold)  # expect: SEQ422
    return hits / len(df)


def build(root: Path) -> pd.DataFrame:
    rows = []
    for folder in sorted(p for p in root.iterdir() if p.is_dir()):
        rows.append(
            {
                "model": folder.name,
                "corpus_ppl": corpus_ppl(read(folder / "lm.jsonl")),
                "acc_bytes": acc_bytes(read(folder / "mc.jsonl")),
            }
        )
    return pd.DataFrame(rows).sort_values("acc_bytes", ascending=False)


if __name__ == "__main__":
    print(build(Path("results")).to_markdown(index=False))
