"""Pseudo-log-likelihood of a sentence with a masked LM: one mask per pass, same position read."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("roberta-large")
mlm = AutoModelForMaskedLM.from_pretrained("roberta-large").eval()


@torch.no_grad()
def pll(s):
    ids = tk(s, return_tensors="pt").input_ids[0]
    n = ids.numel() - 2
    x = ids.repeat(n, 1)
    pos = torch.arange(1, n + 1)
    x[torch.arange(n), pos] = tk.mask_token_id
    lp = mlm(x).logits[torch.arange(n), pos].log_softmax(-1)
    return lp[torch.arange(n), ids[1:-1]].sum().item()


def accuracy(pairs):
    return sum(pll(g) > pll(b) for g, b in pairs) / len(pairs)
