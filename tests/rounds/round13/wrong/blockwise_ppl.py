#!/usr/bin/env python3
"""blockwise_ppl MODEL FILE [--block 512]: perplexity of a text file under a causal model.

# bug: inputs and labels are moved apart by the caller although the model moves the labels itself
# bug: block losses are averaged with equal weight although the last block is shorter
"""
import argparse
import pathlib
import statistics

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def blocks(ids, size):
    for lo in range(0, ids.shape[1] - 1, size):
        piece = ids[:, lo : lo + size + 1]
        if piece.shape[1] > 2:
            yield piece


@torch.no_grad()
def evaluate(model, ids, size):
    costs = []
    for piece in blocks(ids, size):
        res = model(piece[:, :-1], labels=piece[:, 1:])  # expect: SEQ202
        costs.append(res.loss.item())
    return statistics.fmean(costs)  # expect: SEQ409


def cli():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("file", type=pathlib.Path)
    p.add_argument("--block", type=int, default=512)
    p.add_argument("--device", default="cpu")
    ns = p.parse_args()

    tk = AutoTokenizer.from_pretrained(ns.model)
    model = AutoModelForCausalLM.from_pretrained(ns.model).to(ns.device).eval()
    ids = tk(ns.file.read_text(encoding="utf-8"), return_tensors="pt").input_ids.to(ns.device)
    if ids.shape[1] < 3:
        p.error("file is too short")
    cost = evaluate(model, ids, ns.block)
    print(f"{ns.file.name}\t{ids.shape[1]}\t{np.exp(cost):.3f}")


if __name__ == "__main__":
    cli()
