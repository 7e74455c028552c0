"""Variant effects from a protein LM: masked-marginal log-odds of mutant against wild type at one position."""
import re

import torch
from transformers import AutoTokenizer, EsmForMaskedLM

CKPT = "facebook/esm2_t12_35M_UR50D"
tok = AutoTokenizer.from_pretrained(CKPT)
esm = EsmForMaskedLM.from_pretrained(CKPT).eval()


def parse(code):
    m = re.fullmatch(r"([A-Z])(\d+)([A-Z])", code)
    if m is None:
        raise ValueError(code)
    return m[1], int(m[2]), m[3]


@torch.no_grad()
def masked_marginal(sequence, code):
    wt, pos, mt = parse(code)
    if sequence[pos - 1] != wt:
        raise ValueError(f"{code}: found {sequence[pos - 1]}")
    ids = tok(sequence, return_tensors="pt").input_ids
    ids[0, pos] = tok.mask_token_id
    z = esm(input_ids=ids).logits[0, pos]
    return (z[tok.convert_tokens_to_ids(mt)] - z[tok.convert_tokens_to_ids(wt)]).item()


@torch.no_grad()
def wild_type_marginals(sequence):
    """(L, V) log-probs with nothing masked, one pass; the cheap variant of Meier et al."""
    ids = tok(sequence, return_tensors="pt").input_ids
    return esm(input_ids=ids).logits[0, 1:-1].log_softmax(dim=-1)


def multi_mutant(sequence, codes):
    return sum(masked_marginal(sequence, c) for c in codes)


if __name__ == "__main__":
    s = "MKTAYIAKQRQISFVKSHFSRQ"
    print(masked_marginal(s, "K2R"), multi_mutant(s, ["K2R", "A4G"]))
