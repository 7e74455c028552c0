"""BLiMP minimal pairs with GPT-2, sentence by sentence.

# bug: the distribution at position i is looked up at token i, which the model has already read
"""
import argparse
import json

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def total_logp(gpt, ids):
    with torch.no_grad():
        logits = gpt(ids).logits
    dist = logits.float().log_softmax(dim=-1)
    acc = 0.0
    for i, w in enumerate(ids[0].tolist()):
        acc += dist[0, i, w].item()  # expect: SEQ201
    return acc


def cli():
    p = argparse.ArgumentParser()
    p.add_argument("file")
    p.add_argument("--size", default="gpt2")
    opt = p.parse_args()
    tk = GPT2TokenizerFast.from_pretrained(opt.size)
    gpt = GPT2LMHeadModel.from_pretrained(opt.size).eval()
    wins = total = 0
    for row in map(json.loads, open(opt.file)):
        pair = []
        for key in ("sentence_good", "sentence_bad"):
            ids = tk(tk.bos_token + row[key], return_tensors="pt").input_ids
            pair.append(total_logp(gpt, ids))
        wins += pair[0] > pair[1]
        total += 1
    print(wins / max(total, 1))


if __name__ == "__main__":
    cli()
