"""Rank candidate endings of a cloze item with a local causal LM.

# bug: the chosen tokens' raw logits are added up, no log-partition is subtracted.
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def first_token_of(offsets, char):
    for k, (_, end) in enumerate(offsets):
        if end > char:
            return k
    return len(offsets)


@torch.no_grad()
def ending_score(lm, tok, context, ending):
    enc = tok(context + ending, return_offsets_mapping=True)
    ids = enc["input_ids"]
    begin = first_token_of(enc["offset_mapping"], len(context))
    out = lm(input_ids=torch.tensor([ids])).logits[0]
    total = 0.0
    for pos in range(max(begin, 1), len(ids)):
        total += out[pos - 1, ids[pos]].item()  # expect: SEQ101
    return total  # expect-near: SEQ101


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("items")
    ap.add_argument("--model", default="gpt2")
    args = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(args.model)
    lm = AutoModelForCausalLM.from_pretrained(args.model).eval()

    right = n = 0
    for line in open(args.items, encoding="utf-8"):
        item = json.loads(line)
        ranked = sorted(item["endings"], key=lambda e: ending_score(lm, tok, item["context"], e))  # expect-near: SEQ101|SEQ502
        right += ranked[-1] == item["gold"]
        n += 1
    print(f"{right} of {n}")


if __name__ == "__main__":
    main()
