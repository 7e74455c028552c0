"""Fluency by pseudo-perplexity: one mask per forward pass (Salazar et al., 2020)."""
import numpy as np
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PseudoPerplexity:
    def __init__(self, name="bert-base-uncased"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def token_lps(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, len(ids) - 1)  # without [CLS] and [SEP]
        rows = ids.repeat(len(where), 1)
        rows[torch.arange(len(where)), where] = self.tk.mask_token_id
        z = self.mlm(rows, attention_mask=torch.ones_like(rows)).logits
        at = z[torch.arange(len(where)), where]
        return at.log_softmax(dim=1)[torch.arange(len(where)), ids[where]]

    def __call__(self, sentence):
        lps = self.token_lps(sentence)
        return float(np.exp(-lps.sum().item() / max(len(lps), 1)))


def keep_fluent(candidates, limit=40.0):
    ppl = PseudoPerplexity()
    return [c for c in sorted(candidates, key=ppl) if ppl(c) < limit]
