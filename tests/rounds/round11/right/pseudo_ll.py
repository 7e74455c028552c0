"""Pseudo-log-likelihood of a masked LM (one mask per pass)."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


def pll(text, tok, mlm):
    ids = tok(text, return_tensors="pt").input_ids[0]
    inner = range(1, len(ids) - 1)
    batch = ids.repeat(len(inner), 1)
    for row, pos in enumerate(inner):
        batch[row, pos] = tok.mask_token_id
    with torch.no_grad():
        z = mlm(input_ids=batch).logits
    return sum(z[row, pos].log_softmax(-1)[ids[pos]].item() for row, pos in enumerate(inner))


if __name__ == "__main__":
    t = AutoTokenizer.from_pretrained("bert-base-cased")
    m = AutoModelForMaskedLM.from_pretrained("bert-base-cased").eval()
    print(pll("The cat sat on the mat.", t, m))
