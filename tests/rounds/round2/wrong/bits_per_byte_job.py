"""Compression benchmark: bits per byte of text files.

# bug: the summed negative log-likelihood is in nats and is reported as bits
"""
import argparse
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def nll(model, tok, text, width=1024):
    ids = tok(text, return_tensors="pt").input_ids[0]
    total = 0.0
    for lo in range(0, len(ids) - 1, width):
        part = ids[lo:lo + width + 1][None]
        with torch.no_grad():
            z = model(part[:, :-1]).logits.float()
        total += torch.nn.functional.cross_entropy(z[0], part[0, 1:], reduction="sum").item()
    return total


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("files", nargs="+", type=Path)
    a = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(a.model)
    model = AutoModelForCausalLM.from_pretrained(a.model).eval()
    for f in a.files:
        text = f.read_text(encoding="utf-8")
        size = len(text.encode("utf-8"))
        bpb = nll(model, tok, text) / max(size, 1)  # expect: SEQ412
        print(f"{f.name}\t{bpb:.4f} bits per byte")


if __name__ == "__main__":
    main()
