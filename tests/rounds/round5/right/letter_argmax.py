"""MMLU accuracy of a base model: argmax over the four letter logits after "Answer:"."""
import numpy as np
import torch
from datasets import load_dataset


def prompt(ex):
    opts = "".join(f"\n{l}. {c}" for l, c in zip("ABCD", ex["choices"]))
    return f"{ex['question']}{opts}\nAnswer:"


def accuracy(model, tok, subject):
    model.eval()
    enc = [tok(f" {l}", add_special_tokens=False).input_ids for l in "ABCD"]
    assert {len(e) for e in enc} == {1}
    cols = [e[0] for e in enc]
    hits, margin = [], []
    for ex in load_dataset("cais/mmlu", subject, split="test"):
        with torch.no_grad():
            z = model(**tok(prompt(ex), return_tensors="pt")).logits[0, -1, cols]
        hits.append(z.argmax().item() == ex["answer"])
        top2 = z.topk(2).values
        margin.append((top2[0] - top2[1]).item())
    return float(np.mean(hits)), float(np.mean(margin))
