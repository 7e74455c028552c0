"""Corpus perplexity of article leads (token weighted), one article a forward pass."""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("name")
    p.add_argument("path")
    return p.parse_args()


@torch.no_grad()
def main():
    a = parse()
    tk = AutoTokenizer.from_pretrained(a.name)
    net = AutoModelForCausalLM.from_pretrained(a.name).eval()
    window = net.config.max_position_embeddings
    total = torch.zeros((), dtype=torch.float64)
    n = 0
    for art in open(a.path, encoding="utf8"):
        ids = tk(art.strip(), truncation=True, max_length=window, return_tensors="pt").input_ids
        scored = ids.shape[1] - 1
        if scored < 1:
            continue
        total += net(ids, labels=ids).loss.double() * scored
        n += scored
    print(f"tokens {n}  ppl {torch.exp(total / n).item():.3f}")


if __name__ == "__main__":
    main()
