#!/usr/bin/env python
"""How much mass do the four letters hold, and how is it shared?

Writes p(letter) under the whole vocabulary, the letters' total, and the relative share.
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def letter_ids(tk):
    out = []
    for c in "ABCD":
        (i,) = tk.encode(" " + c, add_special_tokens=False)
        out.append(i)
    return out


@torch.no_grad()
def letters(net, tk, ids, prompt):
    lp = net(**tk(prompt, return_tensors="pt")).logits[0, -1].float().log_softmax(0)
    four = lp[ids]
    total = four.logsumexp(0)
    return four.exp().tolist(), total.exp().item(), (four - total).exp().tolist()


if __name__ == "__main__":
    name, path = sys.argv[1:3]
    tk = AutoTokenizer.from_pretrained(name)
    net = AutoModelForCausalLM.from_pretrained(name).eval()
    ids = letter_ids(tk)
    w = csv.writer(sys.stdout)
    w.writerow(["p_gold", "mass", "share_gold"])
    for row in csv.DictReader(open(path)):
        p, mass, share = letters(net, tk, ids, row["prompt"])
        g = "ABCD".index(row["gold"])
        w.writerow([f"{p[g]:.5f}", f"{mass:.5f}", f"{share[g]:.5f}"])
