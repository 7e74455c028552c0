"""Rows are cut out by their mask, so a token with id 0 survives."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def row_scores(lm, ids, attn):
    out = []
    for row, keep in zip(ids, attn.bool()):
        seq = row[keep]
        z = lm(seq.unsqueeze(0)).logits[0, :-1].float()
        out.append(-F.cross_entropy(z, seq[1:], reduction="sum").item())
    return out
