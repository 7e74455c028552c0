"""Bar chart of perplexities per checkpoint; input is a CSV with columns step, nll_sum, n_tokens."""
import argparse

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("-o", "--out", default="ppl.png")
    ns = ap.parse_args()
    df = pd.read_csv(ns.csv).groupby("step")[["nll_sum", "n_tokens"]].sum()
    ppl = np.exp(df.nll_sum / df.n_tokens)
    fig, ax = plt.subplots(figsize=(7, 3))
    bars = ax.bar(range(len(ppl)), ppl)
    ax.bar_label(bars, labels=[str(round(v, 1)) for v in ppl])
    ax.set_xticks(range(len(ppl)), [f"{s // 1000}k" for s in ppl.index])
    ax.axhline(ppl.min(), ls=":", lw=1)
    ax.set_yscale("log", base=2)
    ax.set_title(f"best step: {ppl.idxmin()}")
    fig.savefig(ns.out, dpi=150, bbox_inches="tight")


if __name__ == "__main__":
    main()
