"""BLiMP-style minimal pairs: is the grammatical sentence preferred?

# bug: position i of the logits is scored against token i, although it predicts token i + 1.
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sentence_score(model, tok, s):
    ids = tok(s, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        lps = model(ids).logits.log_softmax(-1)
    total = 0.0
    for i, w in enumerate(ids[0].tolist()):
        total += lps[0, i, w].item()  # expect: SEQ201
    return total


def run(path, name):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name)
    model.eval()
    good = n = 0
    for line in open(path, encoding="utf8"):
        a, b = line.rstrip("\n").split("\t")
        good += sentence_score(model, tok, a) > sentence_score(model, tok, b)
        n += 1
    return good / n


if __name__ == "__main__":
    print(run(sys.argv[1], sys.argv[2]))
