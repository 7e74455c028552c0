"""Pseudo-log-likelihood (Salazar et al. 2020): one masked position per row."""
import torch


@torch.no_grad()
def pll(mlm, tok, sentence):
    ids = tok(sentence, return_tensors="pt").input_ids[0]
    where = torch.arange(1, len(ids) - 1)
    rows = ids.repeat(len(where), 1)
    rows[torch.arange(len(where)), where] = tok.mask_token_id
    z = mlm(rows).logits[torch.arange(len(where)), where].float()
    return z.log_softmax(-1).gather(1, ids[where, None]).sum().item()
