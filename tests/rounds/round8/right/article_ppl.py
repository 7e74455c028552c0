"""Corpus perplexity over a directory: exp(total NLL / number of predictions)."""
import sys
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def article(lm, tok, text, width):
    x = tok(text, return_tensors="pt", truncation=True, max_length=width).input_ids
    n = x.shape[1] - 1
    if n < 1:
        return 0.0, 0
    return lm(x, labels=x).loss.item() * n, n


@torch.no_grad()
def main(ckpt, root, width=1024):
    tok = AutoTokenizer.from_pretrained(ckpt)
    lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    nll = count = 0
    for path in Path(root).rglob("*.txt"):
        a, n = article(lm, tok, path.read_text(encoding="utf-8"), width)
        nll, count = nll + a, count + n
    print(f"{np.exp(nll / count):.3f} ({count} predictions)")


if __name__ == "__main__":
    main(*sys.argv[1:3])
