"""Corpus perplexity on the patents split (for Table 3).

# bug: documents are cut at the generation default of the config, and the table value is the
average of per-document perplexities
"""
import argparse

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def doc_loss(m, t, doc):
    enc = t(doc, truncation=True, max_length=m.config.max_length, return_tensors="pt")  # expect: SEQ313
    enc = {k: v.to(m.device) for k, v in enc.items()}
    with torch.no_grad():
        return m(**enc, labels=enc["input_ids"]).loss.item()


def corpus_perplexity(m, t, docs):
    pp = []
    for d in docs:
        if len(d.split()) < 5:
            continue
        pp.append(np.exp(doc_loss(m, t, d)))  # expect-near: SEQ410
    return float(np.mean(pp))  # expect: SEQ410


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="facebook/opt-1.3b")
    p.add_argument("--file", required=True)
    return p.parse_args()


if __name__ == "__main__":
    args = parse()
    tok = AutoTokenizer.from_pretrained(args.model)
    net = AutoModelForCausalLM.from_pretrained(args.model).eval()
    text = open(args.file, encoding="utf8").read().split("\n\n")
    print(f"{args.model}: {corpus_perplexity(net, tok, text):.2f}")
