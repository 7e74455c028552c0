"""By-word surprisal (bits) of garden-path sentences for the reading-time regression.

# bug: the distribution at position k is read for token k itself, and log2 is taken of a softmax.
"""
import csv
import sys

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

tok = AutoTokenizer.from_pretrained("gpt2", use_fast=True)
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def token_surprisals(sentence):
    enc = tok(tok.bos_token + sentence, return_tensors="pt", return_offsets_mapping=True)
    spans = enc.pop("offset_mapping")[0].tolist()
    dist = torch.softmax(lm(**enc).logits[0], dim=-1)
    bits = -torch.log2(dist)  # expect: SEQ602
    row = enc["input_ids"][0].tolist()
    out = []
    for k, wid in enumerate(row):
        if k == 0:
            continue
        out.append((spans[k], bits[k, wid].item()))  # expect: SEQ201
    return out


def by_word(sentence):
    shift = len(tok.bos_token)
    words, pos = [], 0
    for w in sentence.split():
        start = sentence.index(w, pos)
        pos = start + len(w)
        words.append([w, start + shift, pos + shift, 0.0])
    for (a, b), s in token_surprisals(sentence):
        for rec in words:
            if b > rec[1] and b <= rec[2]:
                rec[3] += s
    return [(w, s) for w, _, _, s in words]


if __name__ == "__main__":
    out = csv.writer(sys.stdout)
    out.writerow(["item", "word", "surprisal"])
    for i, line in enumerate(open(sys.argv[1], encoding="utf-8")):
        for w, s in by_word(line.strip()):
            out.writerow([i, w, f"{s:.4f}"])
