"""Zero-shot mutation effects: wild-type marginal difference at one position of a protein LM."""
import csv
import re

import torch
from transformers import AutoTokenizer, EsmForMaskedLM

repo = "facebook/esm2_t12_35M_UR50D"
tok = AutoTokenizer.from_pretrained(repo)
esm = EsmForMaskedLM.from_pretrained(repo).eval()


@torch.no_grad()
def effects(wild, mutations):
    z = esm(**tok(wild, return_tensors="pt")).logits[0]
    out = {}
    for m in mutations:
        a, pos, b = re.fullmatch(r"([A-Z])(\d+)([A-Z])", m).groups()
        i = int(pos)
        assert wild[i - 1] == a, m
        ia, ib = tok.convert_tokens_to_ids([a, b])
        out[m] = (z[i, ib] - z[i, ia]).item()
    return out


def write(wild, mutations, path):
    res = effects(wild, mutations)
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["mutant", "score"])
        w.writerows(sorted(res.items(), key=lambda kv: kv[1]))
