"""Pseudo-log-likelihood of a sentence: one mask per position, label at the masked place."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("roberta-base")
mlm = AutoModelForMaskedLM.from_pretrained("roberta-base").eval()


@torch.no_grad()
def pll(sentence):
    ids = tok(sentence, return_tensors="pt").input_ids[0]
    inner = range(1, len(ids) - 1)
    batch = ids.repeat(len(inner), 1)
    for row, k in enumerate(inner):
        batch[row, k] = tok.mask_token_id
    z = mlm(batch).logits.float()
    total = 0.0
    for row, k in enumerate(inner):
        total += z[row, k].log_softmax(dim=0)[ids[k]].item()
    return total
