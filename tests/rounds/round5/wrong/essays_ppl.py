"""Per-essay perplexity for the readability study.

# bug: the labels are shifted here although the causal LM shifts them itself
# bug: essays are cut at config.max_length, the default of generate (20 tokens)
"""
import glob
import os
import sys

import numpy as np
import pandas as pd
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def load(name="gpt2"):
    return AutoTokenizer.from_pretrained(name), GPT2LMHeadModel.from_pretrained(name).to(DEVICE).eval()


def essay_ppl(text, tok, lm):
    window = lm.config.max_length  # expect-near: SEQ313
    enc = tok(tok.bos_token + text, return_tensors="pt", truncation=True, max_length=window)  # expect: SEQ313
    ids = enc.input_ids.to(DEVICE)
    src, tgt = ids[:, :-1], ids[:, 1:]  # expect-near: SEQ202
    with torch.no_grad():
        ce = lm(src, labels=tgt).loss  # expect: SEQ202
    return np.exp(ce.item())


def collect(folder):
    tok, lm = load()
    records = []
    for fn in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(fn, encoding="utf8") as fh:
            body = " ".join(fh.read().split())
        if len(body) < 200:
            continue
        records.append({"essay": os.path.basename(fn), "ppl": essay_ppl(body, tok, lm)})
    return pd.DataFrame.from_records(records)


if __name__ == "__main__":
    df = collect(sys.argv[1])
    df.to_csv("ppl_by_essay.csv", index=False)
    print(df.ppl.describe())
