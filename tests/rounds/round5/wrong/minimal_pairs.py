"""BLiMP-style evaluation: does the model give the grammatical sentence the lower total NLL?

# bug: the mean loss is multiplied by all N tokens although N-1 were scored; the choice takes the sentence with the largest NLL
"""
import json
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Pairs:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def total_nll(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids
        res = self.lm(ids, labels=ids)
        return res.loss.item() * ids.size(1)  # expect: SEQ403

    def choose(self, options):
        costs = np.array([self.total_nll(o) for o in options])
        return int(np.argmax(costs))  # expect: SEQ501


if __name__ == "__main__":
    ev = Pairs(sys.argv[1])
    right = n = 0
    for item in map(json.loads, open(sys.argv[2], encoding="utf-8")):
        right += ev.choose([item["sentence_good"], item["sentence_bad"]]) == 0
        n += 1
    print(f"accuracy {right / max(n, 1):.4f} on {n} pairs")
