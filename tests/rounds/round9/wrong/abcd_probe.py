#!/usr/bin/env python
"""Ablation: how much probability does the model put on the right letter as shots are added?

# bug: the softmax runs over the four letters only, yet the value is reported as the model's probability of the letter
"""
import argparse
import csv

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    tk = AutoTokenizer.from_pretrained(name)
    net = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()
    letters = []
    for c in "ABCD":
        piece = tk.encode(" " + c, add_special_tokens=False)
        assert len(piece) == 1, piece
        letters.append(piece[0])
    return tk, net, letters


@torch.no_grad()
def gold_probability(tk, net, letters, prompt, gold):
    """p(gold letter | prompt) under the model, in [0, 1]."""
    z = net(**tk(prompt, return_tensors="pt")).logits[0, -1]
    q = z[letters].softmax(dim=0)  # expect: SEQ108
    return q["ABCD".index(gold)].item()  # expect-near: SEQ108


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("prompts", help="csv with columns shots,prompt,gold")
    a = ap.parse_args()
    tk, net, letters = load(a.model)
    by_shots = {}
    for r in csv.DictReader(open(a.prompts)):
        by_shots.setdefault(int(r["shots"]), []).append(gold_probability(tk, net, letters, r["prompt"], r["gold"]))
    for k in sorted(by_shots):
        v = by_shots[k]
        print(f"{k}-shot  p_model(gold)={sum(v) / len(v):.4f}  n={len(v)}")
