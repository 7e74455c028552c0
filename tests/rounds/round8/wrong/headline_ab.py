"""A/B headlines: log-probability of a headline under the newsroom model.

# bug: the mean loss is multiplied by all tokens although the first one is never a target
"""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def total_logprob(model, tokenizer, headline):
    batch = tokenizer(tokenizer.bos_token + headline, add_special_tokens=False, return_tensors="pt")
    with torch.no_grad():
        res = model(**batch, labels=batch["input_ids"])
    n = batch["input_ids"].shape[-1]  # expect-near: SEQ403
    return -(res.loss * n).item()  # expect: SEQ403


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("a")
    p.add_argument("b")
    ns = p.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(ns.model)
    model = AutoModelForCausalLM.from_pretrained(ns.model)
    model.eval()
    scores = {h: total_logprob(model, tokenizer, h) for h in (ns.a, ns.b)}
    for h, s in scores.items():
        print(f"{s:10.3f}  {h}")
    print("winner:", max(scores, key=scores.get))


if __name__ == "__main__":
    main()
