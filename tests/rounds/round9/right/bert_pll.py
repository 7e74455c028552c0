"""Pseudo-log-likelihood: one position masked at a time, summed over the word pieces."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="deepset/gbert-base"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids
        inner = torch.arange(1, ids.size(1) - 1)
        rows = ids.repeat(len(inner), 1)
        rows[torch.arange(len(inner)), inner] = self.tok.mask_token_id
        z = self.mlm(input_ids=rows).logits[torch.arange(len(inner)), inner]
        return z.log_softmax(dim=-1).gather(1, ids[0, inner, None]).sum().item()
