"""Probability mass of ' True' and ' False' among all tokens, and their share of each other."""
from collections import namedtuple

import torch

Mass = namedtuple("Mass", "true false covered")


@torch.inference_mode()
def label_mass(lm, tok, statement):
    ids = tok(f"{statement}\nTrue or False? Answer:", return_tensors="pt")
    (t,), (f,) = (tok.encode(w, add_special_tokens=False) for w in (" True", " False"))
    p = lm(**ids).logits[0, -1].float().softmax(-1)
    both = p[t] + p[f]
    return Mass(p[t].item(), p[f].item(), both.item())
