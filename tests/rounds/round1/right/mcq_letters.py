"""Multiple choice by option letter: the argmax of logits at one position needs no normaliser."""
import torch

LETTERS = "ABCDE"


def single_token_ids(tok, letters):
    ids = [tok.encode(" " + c, add_special_tokens=False) for c in letters]
    if any(len(i) != 1 for i in ids):
        raise ValueError("letters must be single tokens")
    return [i[0] for i in ids]


@torch.inference_mode()
def predict(lm, tok, prompt, n_options):
    enc = tok(prompt, return_tensors="pt").to(lm.device)
    z = lm(**enc).logits[0, -1]
    opts = z[single_token_ids(tok, LETTERS[:n_options])]
    margin = opts.topk(2).values
    return LETTERS[int(opts.argmax())], (margin[0] - margin[1]).item()


def accuracy(lm, tok, items):
    hits = [predict(lm, tok, x["prompt"], len(x["options"]))[0] == x["gold"] for x in items]
    return sum(hits) / max(len(hits), 1)
