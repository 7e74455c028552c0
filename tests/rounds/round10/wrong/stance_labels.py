"""Zero-shot stance with long label names.

# bug: only the first piece of a label that has several pieces is scored
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["strongly in favour", "strongly against", "no clear position"]


def prepare(tok):
    return [tok(" " + name, add_special_tokens=False).input_ids[0] for name in LABELS]  # expect: SEQ209


@torch.no_grad()
def stance(lm, tok, heads, tweet, target):
    text = f"Tweet: {tweet}\nThe author's stance on {target} is"
    enc = tok(text, return_tensors="pt")
    lp = lm(**enc).logits[0, -1].log_softmax(-1)
    return LABELS[int(lp[heads].argmax())]  # expect-near: SEQ209


def main():
    tok = AutoTokenizer.from_pretrained("gpt2-large")
    lm = AutoModelForCausalLM.from_pretrained("gpt2-large")
    lm.eval()
    heads = prepare(tok)
    right = total = 0
    for row in csv.DictReader(sys.stdin):
        right += stance(lm, tok, heads, row["tweet"], row["target"]) == row["label"]
        total += 1
    print("accuracy", right / max(total, 1))


main()
