"""COPA; loss on the alternative only, smaller is better."""
import torch

CONN = {"cause": "because", "effect": "so"}


def stem_and_alts(ex):
    s = ex["premise"].rstrip(".") + " " + CONN[ex["question"]]
    for k in ("choice1", "choice2"):
        yield s, " " + ex[k][0].lower() + ex[k][1:]


@torch.no_grad()
def alt_loss(m, tok, stem, alt):
    enc = tok(stem + alt, return_tensors="pt", return_offsets_mapping=True)
    ids = enc["input_ids"]
    y = ids.clone()
    y[enc["offset_mapping"][..., 1] <= len(stem)] = -100
    return m(ids, labels=y).loss.item()


def accuracy(m, tok, ds):
    m.eval()
    n = 0
    for ex in ds:
        l = [alt_loss(m, tok, s, a) for s, a in stem_and_alts(ex)]
        n += l.index(min(l)) == ex["label"]
    return n / max(len(ds), 1)
