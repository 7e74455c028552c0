"""Perplexity of web text, one document per line.

# bug: math.exp raises OverflowError on gibberish
"""
import math
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main(name):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    for line in sys.stdin:
        enc = tok(line, return_tensors="pt", truncation=True, max_length=1024)
        if enc.input_ids.shape[1] < 2:
            continue
        with torch.no_grad():
            nll = lm(**enc, labels=enc.input_ids).loss.item()
        print(math.exp(nll), line.rstrip(), sep="\t")  # expect: SEQ609


if __name__ == "__main__":
    main(sys.argv[1])
