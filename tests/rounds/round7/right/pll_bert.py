"""Pseudo-log-likelihood (Salazar et al., 2020): mask one position at a time and add up."""
import torch
from transformers import BertForMaskedLM, BertTokenizerFast


class PLL:
    def __init__(self, name="bert-base-uncased", chunk=32):
        self.tk = BertTokenizerFast.from_pretrained(name)
        self.mlm = BertForMaskedLM.from_pretrained(name).eval()
        self.chunk = chunk

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        pos = torch.arange(1, len(ids) - 1)
        rows = ids.repeat(len(pos), 1)
        rows[torch.arange(len(pos)), pos] = self.tk.mask_token_id
        total = 0.0
        for a in range(0, len(pos), self.chunk):
            part, p = rows[a:a + self.chunk], pos[a:a + self.chunk]
            z = self.mlm(input_ids=part).logits[torch.arange(len(p)), p]
            total += z.log_softmax(-1)[torch.arange(len(p)), ids[p]].sum().item()
        return total

    def acceptable(self, good, bad):
        return self(good) > self(bad)
