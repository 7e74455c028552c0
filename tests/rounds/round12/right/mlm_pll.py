"""Pseudo-log-likelihood (Salazar et al. 2020): one [MASK] at a time, the original id's log-prob summed."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="bert-base-uncased"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        n = ids.numel() - 2
        if n < 1:
            raise ValueError("nothing to score")
        rows = ids.repeat(n, 1)
        at = torch.arange(1, n + 1)
        rows[torch.arange(n), at] = self.tk.mask_token_id
        z = self.mlm(rows, attention_mask=torch.ones_like(rows)).logits
        lp = z[torch.arange(n), at].float().log_softmax(-1)
        return lp[torch.arange(n), ids[1:-1]].sum().item()


def prefer(scorer, a, b):
    return a if scorer(a) >= scorer(b) else b
