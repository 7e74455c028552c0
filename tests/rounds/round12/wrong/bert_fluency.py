"""Sentence fluency from BERT: lower perplexity = more fluent.

# bug: the perplexity is the exponential of a masked LM's loss with labels equal to the unmasked inputs.
"""
import csv

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class Fluency:
    def __init__(self, ckpt="bert-base-cased"):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.mlm = AutoModelForMaskedLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def perplexity(self, sentence):
        enc = self.tk(sentence, return_tensors="pt", truncation=True, max_length=512)
        out = self.mlm(**enc, labels=enc["input_ids"])  # expect: SEQ415
        return torch.exp(out.loss).item()  # expect-near: SEQ415


def annotate(src, dst):
    f = Fluency()
    with open(src, newline="") as a, open(dst, "w", newline="") as b:
        w = csv.writer(b)
        for row in csv.reader(a):
            w.writerow(row + [f"{f.perplexity(row[0]):.3f}"])


if __name__ == "__main__":
    annotate("sentences.csv", "fluency.csv")
