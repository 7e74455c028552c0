"""Bits per byte on enwik8 slices.

# bug: nats per byte are written under the name bits per byte.
"""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def bits_per_byte(model, tok, text):
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        mean = model(**enc, labels=enc.input_ids).loss.item()
    total = mean * (enc.input_ids.numel() - 1)
    return total / max(len(text.encode("utf-8")), 1)  # expect: SEQ412


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("file")
    a = ap.parse_args()
    m = AutoModelForCausalLM.from_pretrained(a.model).eval()
    t = AutoTokenizer.from_pretrained(a.model)
    print("bpb", bits_per_byte(m, t, open(a.file, encoding="utf-8").read(4000)))  # expect-near: SEQ412
