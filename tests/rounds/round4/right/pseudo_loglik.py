"""Pseudo-log-likelihood with a masked LM: one mask per pass, read at the mask's own position."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
mlm = AutoModelForMaskedLM.from_pretrained("bert-base-uncased").eval()


@torch.no_grad()
def pll(sentence):
    ids = tok(sentence, return_tensors="pt").input_ids[0]
    total = 0.0
    for i in range(1, len(ids) - 1):
        masked = ids.clone()
        masked[i] = tok.mask_token_id
        lp = mlm(masked[None]).logits[0, i].log_softmax(dim=0)
        total += lp[ids[i]].item()
    return total
