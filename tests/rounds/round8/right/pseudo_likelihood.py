"""Pseudo-log-likelihood of a sentence: one token is hidden per row."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="bert-base-cased"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, ids.numel() - 1)
        rows = ids.repeat(where.numel(), 1)
        k = torch.arange(where.numel())
        rows[k, where] = self.tk.mask_token_id
        z = self.mlm(input_ids=rows, attention_mask=torch.ones_like(rows)).logits
        lp = z[k, where].log_softmax(dim=-1)
        return lp[k, ids[where]].sum().item()
