"""Pseudo-log-likelihood of sentences under BERT (Salazar et al. 2020), one mask per row."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, repo="bert-base-cased"):
        self.tok = AutoTokenizer.from_pretrained(repo)
        self.mlm = AutoModelForMaskedLM.from_pretrained(repo).eval()

    @torch.no_grad()
    def score(self, sentence):
        enc = self.tok(sentence, return_tensors="pt", truncation=True, return_special_tokens_mask=True)
        ids = enc.input_ids[0]
        where = (enc.special_tokens_mask[0] == 0).nonzero().flatten()
        if len(where) == 0:
            return 0.0
        rows = ids.repeat(len(where), 1)
        r = torch.arange(len(where))
        rows[r, where] = self.tok.mask_token_id
        z = self.mlm(rows).logits[r, where]
        return z.float().log_softmax(1)[r, ids[where]].sum().item()

    def minimal_pair(self, good, bad):
        return self.score(good) > self.score(bad)
