"""Rank candidate discharge diagnoses for an ED note.

    posterior(dx)  ~  log P(dx | note) + log prevalence(dx)

Prevalence comes from the 2019-2022 coding table of our own site.

# bug: minus the mean token loss is added to a log prevalence as if it were log P(dx | note)
"""
import csv
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "epfl-llm/meditron-7b"


def load_prevalence(path):
    with open(path) as fh:
        rows = list(csv.DictReader(fh))
    n = sum(int(r["encounters"]) for r in rows)
    return {r["dx"]: math.log(int(r["encounters"]) / n) for r in rows}


class NoteScorer:
    def __init__(self, ckpt=CKPT, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).to(device).eval()
        self.device = device

    @torch.no_grad()
    def log_p(self, note, dx):
        """log P(dx | note)"""
        stem = note.rstrip() + "\nPrimary diagnosis:"
        enc = self.tok(stem + " " + dx, return_offsets_mapping=True, return_tensors="pt")
        ends = enc.pop("offset_mapping")[0, :, 1]
        labels = enc["input_ids"].clone()
        labels[0, ends <= len(stem)] = -100
        out = self.lm(**enc.to(self.device), labels=labels.to(self.device))
        return -out.loss.item()  # expect: SEQ402

    def rank(self, note, prevalence):
        post = {dx: self.log_p(note, dx) + lp for dx, lp in prevalence.items()}  # expect-near: SEQ402
        return sorted(post, key=post.get, reverse=True)


if __name__ == "__main__":
    scorer = NoteScorer()
    prev = load_prevalence("coding_2019_2022.csv")
    with open("note.txt") as fh:
        print(scorer.rank(fh.read(), prev)[:5])
