"""Accuracy on minimal pairs."""
import json

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class Pairs:
    def __init__(self, name="gpt2"):
        self.tok = GPT2TokenizerFast.from_pretrained(name)
        self.lm = GPT2LMHeadModel.from_pretrained(name).eval()

    @torch.no_grad()
    def lp(self, sentence):
        ids = self.tok(self.tok.bos_token + sentence, return_tensors="pt").input_ids
        rows = self.lm(ids).logits[0].log_softmax(dim=-1)
        return sum(rows[i, t].item() for i, t in enumerate(ids[0, 1:]))

    def accuracy(self, path):
        ok = []
        with open(path) as f:
            for row in map(json.loads, f):
                ok.append(self.lp(row["sentence_good"]) > self.lp(row["sentence_bad"]))
        return sum(ok) / max(len(ok), 1)
