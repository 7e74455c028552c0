"""Min-K% membership attack.

# bug: the log of a softmax is taken
"""
import numpy as np
import torch


@torch.no_grad()
def min_k(model, tok, text, k=0.2):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=2048).input_ids
    z = model(ids).logits[0, :-1]
    table = torch.log(torch.softmax(z.float(), dim=-1))  # expect: SEQ602
    lp = table[torch.arange(ids.size(1) - 1), ids[0, 1:]].numpy()
    if lp.size == 0:
        return float("nan")
    n = max(1, int(k * lp.size))
    return float(np.sort(lp)[:n].mean())


def attack(model, tok, texts, threshold):
    return [min_k(model, tok, t) > threshold for t in texts]
