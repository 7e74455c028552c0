"""Minimal pairs: the sentence with the smaller total NLL is the model's choice."""
import argparse
import json

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sentence_nll(lm, tok, text):
    ids = tok(text, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        mean = lm(input_ids=ids, labels=ids).loss.item()
    return mean * (ids.shape[1] - 1)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("data")
    ns = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(ns.model)
    lm = AutoModelForCausalLM.from_pretrained(ns.model).eval()
    hits = []
    for rec in map(json.loads, open(ns.data, encoding="utf-8")):
        nll = [sentence_nll(lm, tok, rec[k]) for k in ("sentence_good", "sentence_bad")]
        hits.append(np.argmin(nll) == 0)
    print(f"{np.mean(hits):.4f}")
