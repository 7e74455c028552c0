"""Pseudo-log-likelihood of sentences (one position masked per row) and cloze scores."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="bert-base-multilingual-cased"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def score(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        inner = torch.arange(1, len(ids) - 1)
        rows = ids.repeat(len(inner), 1)
        r = torch.arange(len(inner))
        rows[r, inner] = self.tok.mask_token_id
        z = self.mlm(input_ids=rows, attention_mask=torch.ones_like(rows)).logits
        lp = z[r, inner].float().log_softmax(dim=-1)
        return lp[r, ids[inner]].sum().item()

    @torch.no_grad()
    def cloze(self, text, word):
        wid = self.tok.convert_tokens_to_ids(word)
        assert wid != self.tok.unk_token_id
        enc = self.tok(text.replace("___", self.tok.mask_token), return_tensors="pt")
        at = (enc.input_ids[0] == self.tok.mask_token_id).nonzero().item()
        return self.mlm(**enc).logits[0, at].log_softmax(dim=0)[wid].item()

    def minimal_pair(self, good, bad):
        return self.score(good) > self.score(bad)
