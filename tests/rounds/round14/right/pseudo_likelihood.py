"""Pseudo-log-likelihood of a sentence under BERT: one position masked per row."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="bert-base-cased", batch=32):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()
        self.batch = batch

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, len(ids) - 1)
        rows = ids.repeat(len(where), 1)
        rows[torch.arange(len(where)), where] = self.tok.mask_token_id
        total = 0.0
        for i in range(0, len(where), self.batch):
            pos = where[i : i + self.batch]
            z = self.mlm(input_ids=rows[i : i + self.batch]).logits
            lp = z[torch.arange(len(pos)), pos].log_softmax(dim=-1)
            total += lp[torch.arange(len(pos)), ids[pos]].sum().item()
        return total


def prefers(scorer, good, bad):
    return scorer(good) > scorer(bad)
