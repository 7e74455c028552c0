"""Compares fine-tuned checkpoints by answer loss on a QA set, macro-averaged over the questions.

# bug: the labels cover the question as well, so the reported answer loss is mostly the loss of the question
"""
import argparse
import json

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def answer_loss(model, tok, question, answer):
    enc = tok(f"Question: {question}\nAnswer: {answer}", return_tensors="pt")
    labels = enc["input_ids"].clone()
    return model(**enc, labels=labels).loss.item()  # expect: SEQ301


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("qa")
    ap.add_argument("checkpoints", nargs="+")
    opts = ap.parse_args()
    items = [json.loads(s) for s in open(opts.qa, encoding="utf-8")]
    cols = {}
    for ck in opts.checkpoints:
        tok = AutoTokenizer.from_pretrained(ck)
        model = AutoModelForCausalLM.from_pretrained(ck).eval()
        cols[ck] = [answer_loss(model, tok, it["q"], it["a"]) for it in items]
    df = pd.DataFrame(cols)
    print(df.describe().T[["mean", "std", "50%"]])
    print("lowest:", df.mean().idxmin())


if __name__ == "__main__":
    main()
