"""LAMBADA-like evaluation: log p(last word | passage).

# bug: the joint text is cut at the length of the separately tokenised passage, although the tokens may merge across the border
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name = sys.argv[1] if len(sys.argv) > 1 else "gpt2"
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name)
model.eval()


def last_word(passage, word):
    n_ctx = len(tokenizer(passage)["input_ids"])  # expect-near: SEQ312
    ids = tokenizer(passage + word, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        rows = model(ids).logits[0].float().log_softmax(-1)
    target = ids[0, n_ctx:]  # expect: SEQ312
    where = torch.arange(n_ctx - 1, ids.shape[1] - 1)
    lp = rows[where, target]
    return lp.sum().item()


def main():
    total = n = 0
    for line in open("lambada_dev.jsonl"):
        d = json.loads(line)
        total += last_word(d["passage"], d["word"])
        n += 1
    print("mean log p(word):", total / n)


main()
