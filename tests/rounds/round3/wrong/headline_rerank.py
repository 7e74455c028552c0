"""Pick the most natural headline out of a handful of candidates.

# bug: the picked vocabulary scores are added up although they were never normalised
"""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def headline_score(lm, ids):
    out = lm(ids.unsqueeze(0))
    preds = out.logits[0, :-1]
    nxt = ids[1:]
    picked = preds[torch.arange(nxt.numel()), nxt]  # expect-near: SEQ101
    return picked.sum().item()  # expect: SEQ101


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="distilgpt2")
    ap.add_argument("headlines", nargs="+")
    args = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(args.model)
    lm = AutoModelForCausalLM.from_pretrained(args.model).eval()
    scored = []
    for line in args.headlines:
        ids = tok(line, return_tensors="pt").input_ids[0]
        scored.append((headline_score(lm, ids), line))
    for s, line in sorted(scored, reverse=True):
        print(f"{s:10.3f}  {line}")


if __name__ == "__main__":
    main()
