"""Pseudo-log-likelihood: every word piece is masked once and scored at its own position."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("roberta-base")
mlm = AutoModelForMaskedLM.from_pretrained("roberta-base").eval()


@torch.no_grad()
def pll(sentence, chunk=32):
    enc = tok(sentence, return_tensors="pt", return_special_tokens_mask=True)
    ids = enc.input_ids[0]
    where = (enc.special_tokens_mask[0] == 0).nonzero().squeeze(1)
    total = 0.0
    for part in where.split(chunk):
        rows = ids.repeat(len(part), 1)
        r = torch.arange(len(part))
        rows[r, part] = tok.mask_token_id
        z = mlm(rows).logits[r, part]
        total += z.log_softmax(dim=1)[r, ids[part]].sum().item()
    return total


def prefers_stereotype(pairs):
    wins = [pll(p["more"]) > pll(p["less"]) for p in pairs]
    return sum(wins) / len(wins)
