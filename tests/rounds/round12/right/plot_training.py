"""Plot training curves: loss on the left axis, perplexity on the right one."""
import argparse

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def smooth(y, beta=0.9):
    out, acc = [], 0.0
    for i, v in enumerate(y, 1):
        acc = beta * acc + (1 - beta) * v
        out.append(acc / (1 - beta**i))
    return np.array(out)


def figure(df, path):
    fig, left = plt.subplots(figsize=(6, 3.5))
    left.plot(df.step, df.train_nll, alpha=0.25, color="C0")
    left.plot(df.step, smooth(df.train_nll), color="C0", label="train")
    left.plot(df.step, df.val_nll, color="C1", label="val")
    left.set_ylabel("token NLL (nats)")
    right = left.twinx()
    lo, hi = left.get_ylim()
    right.set_yscale("log")
    right.set_ylim(np.exp(lo), np.exp(hi))
    right.set_ylabel("perplexity")
    best = int(np.argmin(df.val_nll.to_numpy()))
    left.axvline(df.step.iloc[best], ls=":", color="grey")
    left.set_title(f"best val ppl {round(float(np.exp(df.val_nll.iloc[best])), 2)}")
    left.legend()
    fig.savefig(path, bbox_inches="tight")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("-o", default="curve.pdf")
    a = ap.parse_args()
    figure(pd.read_csv(a.csv), a.o)
