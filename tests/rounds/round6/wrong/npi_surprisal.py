"""Surprisal around the NPI licensor, GPT-2 small / medium, no batching.

# bug: the output at position i is read for the word at i; and the perplexity is a power of two of
natural-log values
"""
import csv

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

T = GPT2TokenizerFast.from_pretrained("gpt2-medium")
G = GPT2LMHeadModel.from_pretrained("gpt2-medium")
G.eval()


def surp(sent):
    a = T(T.bos_token + sent, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        b = G(a).logits[0].log_softmax(dim=1)
    c = []
    for i in range(1, a.shape[1]):
        c.append(-b[i, a[0, i]].item())  # expect: SEQ201
    return T.convert_ids_to_tokens(a[0])[1:], c


def ppl(c):
    return 2 ** (sum(c) / len(c))  # expect: SEQ411


with open("npi_items.csv") as f, open("npi_out.csv", "w", newline="") as g:
    w = csv.writer(g)
    w.writerow(["item", "cond", "tok", "surp", "ppl"])
    for row in csv.DictReader(f):
        toks, c = surp(row["sentence"])
        p = ppl(c)
        for t, s in zip(toks, c):
            w.writerow([row["item"], row["cond"], t, round(s, 4), round(p, 2)])
