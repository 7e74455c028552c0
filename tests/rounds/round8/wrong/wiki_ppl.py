"""Corpus perplexity of a causal LM over a folder of plain-text articles.

# bug: labels are shifted before the call although the model shifts them itself, and the corpus figure is an arithmetic mean of document perplexities.
"""
import pathlib
import statistics
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ckpt, folder = sys.argv[1], pathlib.Path(sys.argv[2])
tok = AutoTokenizer.from_pretrained(ckpt)
lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()

seen = []
for f in sorted(folder.glob("*.txt")):
    ids = tok(f.read_text(), return_tensors="pt", truncation=True, max_length=1024)["input_ids"]
    if ids.shape[1] < 3:
        continue
    with torch.no_grad():
        res = lm(  # expect: SEQ202
            input_ids=ids[:, :-1],
            labels=ids[:, 1:],  # expect-near: SEQ202
        )
    seen.append(res.loss.exp().item())
    print(f.name, ids.shape[1], f"{seen[-1]:.2f}")

print("corpus perplexity:", statistics.fmean(seen))  # expect: SEQ410
