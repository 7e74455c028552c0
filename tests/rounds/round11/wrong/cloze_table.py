"""Cloze table: the model's probability of each human completion.

# bug: the softmax runs over the 100 best logits only, yet the column is reported as the model's probability
"""
import argparse
import csv

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

ap = argparse.ArgumentParser()
ap.add_argument("items")
ap.add_argument("--out", default="cloze.csv")
opt = ap.parse_args()

tk = GPT2TokenizerFast.from_pretrained("gpt2-xl")
lm = GPT2LMHeadModel.from_pretrained("gpt2-xl").eval()


@torch.inference_mode()
def next_word_prob(stem, token_id):
    """P(token | stem) under the language model."""
    ids = tk(stem, return_tensors="pt").input_ids
    z = lm(ids).logits[0, -1]
    vals, where = z.topk(100)
    p = vals.softmax(dim=-1)  # expect: SEQ108
    hit = (where == token_id).nonzero()
    return p[hit[0, 0]].item() if len(hit) else float("nan")  # expect-near: SEQ108


with open(opt.items) as fh, open(opt.out, "w", newline="") as g:
    w = csv.writer(g)
    w.writerow(["stem", "completion", "model_prob"])
    for rec in csv.DictReader(fh):
        pieces = tk(" " + rec["completion"]).input_ids
        if len(pieces) != 1:
            continue
        w.writerow([rec["stem"], rec["completion"], next_word_prob(rec["stem"], pieces[0])])
