"""Turns padded GPT-2 id matrices back into ragged rows and scores them one at a time.

# bug: ids equal to 0 are dropped as padding, but 0 is a real token ('!') of this vocabulary
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel

lm = GPT2LMHeadModel.from_pretrained("distilgpt2")
lm.eval()


def unpad(matrix, mask):
    kept = matrix * mask
    return [row[row != 0] for row in kept]  # expect: SEQ317


def score_row(row):
    ids = torch.as_tensor(row, dtype=torch.long)[None]
    with torch.no_grad():
        z = lm(ids).logits[0, :-1]
    norm = z.logsumexp(-1)
    pick = z.gather(-1, ids[0, 1:, None]).squeeze(-1)
    return float((pick - norm).sum())


def main(path):
    data = np.load(path)
    rows = unpad(data["ids"], data["mask"])
    scores = np.array([score_row(r) for r in rows if len(r) > 1])
    np.savetxt("scores.txt", scores, fmt="%.5f")


if __name__ == "__main__":
    main("encoded.npz")
