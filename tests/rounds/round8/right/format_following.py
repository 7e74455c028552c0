"""P(letter | prompt) under the full next-token distribution, and the mass on all letters."""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def letter_ids(tk, letters="ABCD"):
    ids = [tk.encode(" " + c, add_special_tokens=False) for c in letters]
    assert all(len(i) == 1 for i in ids)
    return [i[0] for i in ids]


@torch.no_grad()
def next_token_probs(model, tk, prompt):
    z = model(**tk(prompt, return_tensors="pt")).logits[0, -1].float()
    return z.softmax(dim=0)


def main(name, path):
    tk = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    opts = letter_ids(tk)
    gold, mass, n = 0.0, 0.0, 0
    for line in open(path):
        q = json.loads(line)
        p = next_token_probs(model, tk, q["prompt"])[opts]
        gold += p["ABCD".index(q["answer"])].item()
        mass += p.sum().item()
        n += 1
    print(f"P(gold)={gold / max(n, 1):.4f}  P(any letter)={mass / max(n, 1):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
