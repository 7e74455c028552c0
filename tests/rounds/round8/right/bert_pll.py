"""Pseudo-log-likelihood of a sentence under BERT: hide one word piece at a time."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="bert-base-cased"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        inner = torch.arange(1, len(ids) - 1)
        masked = ids.repeat(len(inner), 1)
        k = torch.arange(len(inner))
        masked[k, inner] = self.tk.mask_token_id
        lp = self.mlm(masked).logits[k, inner].log_softmax(-1)
        return lp[k, ids[inner]].sum().item()
