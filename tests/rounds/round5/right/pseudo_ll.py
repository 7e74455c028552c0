"""Pseudo-log-likelihood of a sentence under a masked LM (Salazar et al. 2020): one [MASK] per pass."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PseudoLL:
    def __init__(self, ckpt="roberta-base"):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.mlm = AutoModelForMaskedLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        spots = torch.arange(1, len(ids) - 1)
        rows = ids.repeat(len(spots), 1)
        rows[torch.arange(len(spots)), spots] = self.tk.mask_token_id
        z = self.mlm(rows).logits
        here = z[torch.arange(len(spots)), spots].log_softmax(-1)
        return here.gather(1, ids[spots, None]).sum().item()


def better(pll, a, b):
    return a if pll(a) > pll(b) else b
