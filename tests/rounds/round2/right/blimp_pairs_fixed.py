"""Minimal pairs: which sentence of a pair does the model find more probable?"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def logprob(lm, tok, sentence):
    ids = tok(sentence, return_tensors="pt").input_ids
    with torch.inference_mode():
        table = lm(ids).logits[0].float().log_softmax(dim=-1)
    score = 0.0
    for i, t in enumerate(ids[0, 1:].tolist()):
        score += table[i, t].item()
    return score


def main(name, path):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    with open(path) as fh:
        pairs = [json.loads(line) for line in fh]
    hits = sum(logprob(lm, tok, p["sentence_good"]) > logprob(lm, tok, p["sentence_bad"]) for p in pairs)
    print(f"{hits} of {len(pairs)}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
