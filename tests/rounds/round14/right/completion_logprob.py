"""CLI: log P(completion | prompt) in nats and bits; the boundary comes from character offsets of the joint encoding."""
import argparse
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def logprob(tok, model, prompt, completion):
    enc = tok(prompt + completion, return_offsets_mapping=True, return_tensors="pt")
    starts = enc["offset_mapping"][0, :, 0]
    inside = (starts >= len(prompt)).nonzero()
    if len(inside) == 0:
        raise ValueError("no completion token")
    k = int(inside[0])
    if k == 0:
        raise ValueError("the prompt holds no token")
    if int(enc["offset_mapping"][0, k - 1, 1]) > len(prompt):
        raise ValueError("a token spans the boundary; move the space to the completion")
    z = model(enc["input_ids"]).logits[0, k - 1 : -1].float()
    y = enc["input_ids"][0, k:]
    return -torch.nn.functional.cross_entropy(z, y, reduction="sum").item()


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("prompt")
    ap.add_argument("completions", nargs="+")
    ap.add_argument("-m", "--model", default="distilgpt2")
    ns = ap.parse_args(argv)
    tok = AutoTokenizer.from_pretrained(ns.model)
    model = AutoModelForCausalLM.from_pretrained(ns.model).eval()
    for c in ns.completions:
        nats = logprob(tok, model, ns.prompt, c)
        print(f"{nats:9.3f} nats {nats / math.log(2):9.3f} bits  {c!r}")


if __name__ == "__main__":
    main()
