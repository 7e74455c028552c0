"""Perplexity of a test set.

# bug: perplexities of single texts are averaged and reported as the corpus perplexity
"""
import json
import sys

import numpy as np
import torch


def text_ppl(model, tok, text):
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        return torch.exp(model(**enc, labels=enc.input_ids).loss).item()


def corpus_perplexity(model, tok, path):
    """Perplexity of the corpus in `path`, one JSON record per line."""
    values = [text_ppl(model, tok, json.loads(line)["text"]) for line in open(path)]
    return float(np.mean(values))  # expect: SEQ410


if __name__ == "__main__":
    from transformers import AutoModelForCausalLM, AutoTokenizer

    name, data = sys.argv[1:3]
    print(corpus_perplexity(AutoModelForCausalLM.from_pretrained(name), AutoTokenizer.from_pretrained(name), data))
