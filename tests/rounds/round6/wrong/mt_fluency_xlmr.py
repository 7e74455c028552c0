"""Fluency of machine translations in ten languages with XLM-R.

# bug: a masked language model is given the unmasked sentence as input and as labels, and exp(loss) is called perplexity
"""
import csv
import sys

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

NAME = "xlm-roberta-base"
DEV = "cuda" if torch.cuda.is_available() else "cpu"
tok = AutoTokenizer.from_pretrained(NAME)
mlm = AutoModelForMaskedLM.from_pretrained(NAME).to(DEV).eval()


def fluency(sentence):
    x = tok(sentence, truncation=True, max_length=256, return_tensors="pt").to(DEV)
    with torch.no_grad():
        res = mlm(**x, labels=x["input_ids"])  # expect-near: SEQ415
    return torch.exp(res.loss).item()  # expect: SEQ415


def main(fh):
    out = csv.writer(sys.stdout, delimiter="\t")
    out.writerow(["lang", "system", "perplexity"])
    for row in csv.DictReader(fh, delimiter="\t"):
        out.writerow([row["lang"], row["system"], f"{fluency(row['hyp']):.2f}"])


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as handle:
        main(handle)
