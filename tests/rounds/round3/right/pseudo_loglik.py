"""Pseudo-log-likelihood with RoBERTa: one masked position per row."""
import torch
from transformers import RobertaForMaskedLM, RobertaTokenizerFast


class PLL:
    def __init__(self, name="roberta-base"):
        self.tok = RobertaTokenizerFast.from_pretrained(name)
        self.mlm = RobertaForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        pos = torch.arange(1, len(ids) - 1)
        rows = ids.repeat(len(pos), 1)
        rows[torch.arange(len(pos)), pos] = self.tok.mask_token_id
        z = self.mlm(input_ids=rows).logits
        lp = z[torch.arange(len(pos)), pos].log_softmax(dim=-1)
        return lp.gather(1, ids[pos, None]).sum().item()
