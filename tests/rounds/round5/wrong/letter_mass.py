"""How sure is a base model of the four answer letters?

For each question we store the probability the model itself assigns to every letter as the next token; the sum
over the four letters tells how well the model has understood the answer format.
# bug: the softmax runs over the four letter logits only, so the stored values are not the model's next-token probabilities
"""
import argparse
import csv

import numpy as np
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

LETTERS = "ABCD"


def render(row):
    lines = [row["question"].strip()]
    lines += [f"{l}. {c}" for l, c in zip(LETTERS, row["choices"])]
    return "\n".join(lines) + "\nAnswer:"


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="gpt2-medium")
    ap.add_argument("--subject", default="astronomy")
    ap.add_argument("--out", default="letters.csv")
    a = ap.parse_args()

    tok = AutoTokenizer.from_pretrained(a.model)
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval()
    pieces = [tok(" " + l).input_ids for l in LETTERS]
    assert all(len(p) == 1 for p in pieces)
    ids = torch.tensor([p[0] for p in pieces])

    rows = []
    for row in load_dataset("cais/mmlu", a.subject, split="test"):
        enc = tok(render(row), return_tensors="pt")
        with torch.inference_mode():
            z = lm(**enc).logits[0, -1]
        p_letters = torch.softmax(z[ids], dim=0).numpy()  # expect: SEQ108
        rows.append([row["answer"], *p_letters.tolist(), float(p_letters.sum())])  # expect-near: SEQ108

    with open(a.out, "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["gold", *[f"p_model_{l}" for l in LETTERS], "p_any_letter"])
        w.writerows(rows)
    print("mean mass on the letters", np.mean([r[-1] for r in rows]))


if __name__ == "__main__":
    main()
