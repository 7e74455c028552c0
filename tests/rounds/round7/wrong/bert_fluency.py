"""Fluency filter for paraphrases: BERT (pseudo-)perplexity below a threshold.

# bug: the masked LM sees every token it is asked to predict (labels = input ids, nothing masked), so the value is no perplexity
"""
import sys

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

NAME = "bert-base-cased"
tok = AutoTokenizer.from_pretrained(NAME)
mlm = AutoModelForMaskedLM.from_pretrained(NAME).eval()


@torch.no_grad()
def ppl(sentence):
    enc = tok(sentence, return_tensors="pt", truncation=True, max_length=512)
    res = mlm(**enc, labels=enc["input_ids"])  # expect-near: SEQ415
    return torch.exp(res.loss).item()  # expect: SEQ415


def keep(lines, limit=40.0):
    for s in lines:
        s = s.strip()
        if s and ppl(s) < limit:
            yield s


if __name__ == "__main__":
    sys.stdout.writelines(s + "\n" for s in keep(sys.stdin))
