"""Divergence between early-exit and final distributions, plus the entropy of the truncated head.

# bug: the divergence gets plain probabilities as its first argument; the truncated distribution
has exact zeros and its entropy comes out as nan
"""
import torch
import torch.nn.functional as F

EXIT_LAYERS = (4, 8, 12, 16)


@torch.no_grad()
def hidden_states(model, ids):
    return model(ids, output_hidden_states=True).hidden_states


def head(model, h):
    return model.lm_head(model.model.norm(h)).float()


def gap(model, hs, layer):
    early = F.softmax(head(model, hs[layer][:, -1]), dim=-1)  # expect-near: SEQ114
    final = F.softmax(model.lm_head(hs[-1][:, -1]).float(), dim=-1)
    return F.kl_div(early, final, reduction="batchmean")  # expect: SEQ114


def nucleus_entropy(z, k=50):
    cut = z.topk(k, dim=-1).values[..., -1:]
    q = torch.softmax(z.masked_fill(z < cut, float("-inf")), dim=-1)
    return -(q * q.log()).sum(-1)  # expect: SEQ610


def profile(model, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    hs = hidden_states(model, ids)
    rep = {f"gap_{k}": gap(model, hs, k).item() for k in EXIT_LAYERS}
    rep["h_top50"] = nucleus_entropy(model.lm_head(hs[-1][:, -1]).float()).item()
    return rep
