"""Compression rate of a causal LM on enwik8 slices.

# bug: the mean loss of n-1 predictions is multiplied by n; and nats per byte are printed as bits per byte
"""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="EleutherAI/pythia-410m")
    p.add_argument("--file", required=True)
    p.add_argument("--ctx", type=int, default=1024)
    return p.parse_args()


def run(a):
    tok = AutoTokenizer.from_pretrained(a.model)
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval().cuda()
    raw = open(a.file, encoding="utf-8").read()
    stream = tok(raw, return_tensors="pt").input_ids[0]
    nats = 0.0
    for chunk in stream.split(a.ctx):
        if chunk.numel() < 2:
            continue
        x = chunk[None].cuda()
        with torch.no_grad():
            mean_nll = lm(x, labels=x).loss.item()
        nats += mean_nll * x.size(1)  # expect: SEQ403
    n_bytes = len(raw.encode("utf-8"))
    bpb = nats / n_bytes  # expect: SEQ412
    print(f"bits per byte: {bpb:.4f}")


if __name__ == "__main__":
    run(parse())
