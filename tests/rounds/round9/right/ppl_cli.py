"""`evalkit ppl`: corpus and per-document perplexities.

The corpus value weights each predicted token equally; the per-document values are written
separately and their median is only a robustness statistic.
"""
import argparse

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def doc_nll(model, ids):
    n = ids.shape[-1] - 1
    return model(input_ids=ids, labels=ids).loss.item() * n, n


def corpus(model, tokenizer, lines):
    rows = []
    for line in lines:
        ids = tokenizer(line, return_tensors="pt").input_ids
        if ids.shape[-1] > 1:
            rows.append(doc_nll(model, ids))
    nll, n = np.array(rows).T
    return {
        "corpus_ppl": float(np.exp(nll.sum() / n.sum())),
        "median_doc_ppl": float(np.median(np.exp(nll / n))),
        "tokens": int(n.sum()),
    }


if __name__ == "__main__":
    ap = argparse.ArgumentParser(prog="evalkit ppl")
    ap.add_argument("model")
    ap.add_argument("textfile", type=argparse.FileType("r"))
    ns = ap.parse_args()
    lm = AutoModelForCausalLM.from_pretrained(ns.model).eval()
    print(corpus(lm, AutoTokenizer.from_pretrained(ns.model), ns.textfile))
