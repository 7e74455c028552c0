"""Masked-marginal effect of single substitutions: difference of two logits at the masked site."""
import re

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

NAME = "facebook/esm2_t12_35M_UR50D"
tok = AutoTokenizer.from_pretrained(NAME)
esm = AutoModelForMaskedLM.from_pretrained(NAME).eval()


@torch.no_grad()
def effect(seq, mutation):
    wt, pos, mt = re.fullmatch(r"([A-Z])(\d+)([A-Z])", mutation).groups()
    assert seq[int(pos) - 1] == wt
    ids = tok(seq, return_tensors="pt").input_ids
    site = int(pos)
    ids[0, site] = tok.mask_token_id
    z = esm(ids).logits[0, site]
    return (z[tok.convert_tokens_to_ids(mt)] - z[tok.convert_tokens_to_ids(wt)]).item()
