"""Acceptability of minimal pairs (BLiMP-like).

# bug: row t of the log-probs is read at token t instead of token t+1.
"""
import json

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

tok = AutoTokenizer.from_pretrained("gpt2-medium")
lm = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def sentence_lp(s):
    ids = tok("<|endoftext|>" + s, return_tensors="pt").input_ids
    rows = torch.log_softmax(lm(ids).logits[0], dim=-1)
    acc = 0.0
    for i, t in enumerate(ids[0]):
        acc += rows[i, t].item()  # expect: SEQ201
    return acc


def accuracy(path):
    ok = n = 0
    with open(path) as f:
        for line in f:
            d = json.loads(line)
            ok += int(sentence_lp(d["sentence_good"]) > sentence_lp(d["sentence_bad"]))
            n += 1
    return ok / max(n, 1)


if __name__ == "__main__":
    print(accuracy("data/anaphor_number_agreement.jsonl"))
