"""Four-way letter questions.

Stores the full-vocabulary probability of the gold letter, the share of that
letter among the four options, and the total mass the options receive.
"""
import json

import torch


def option_columns(tok):
    cols = []
    for letter in "ABCD":
        piece = tok.encode(" " + letter, add_special_tokens=False)
        if len(piece) != 1:
            raise ValueError(f"{letter!r} is not one token")
        cols += piece
    return cols


@torch.no_grad()
def judge(model, tok, prompt, gold):
    enc = tok(prompt, return_tensors="pt")
    z = model(**enc).logits[0, -1].float()
    cols = option_columns(tok)
    logp = z.log_softmax(-1)[cols]
    relative = logp.softmax(-1)
    return {
        "p_gold": logp[gold].exp().item(),
        "share_gold": relative[gold].item(),
        "option_mass": logp.exp().sum().item(),
        "guess": "ABCD"[int(logp.argmax())],
    }


def main(model, tok, items, path):
    model.eval()
    hits = 0
    with open(path, "w") as f:
        for it in items:
            r = judge(model, tok, it["prompt"], it["gold"])
            hits += r["guess"] == "ABCD"[it["gold"]]
            f.write(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in r.items()}) + "\n")
    return hits / max(len(items), 1)
