"""Raw logits of two tokens at one position: the normaliser cancels."""
import torch


@torch.no_grad()
def letter(lm, enc, letter_ids):
    row = lm(**enc).logits[0, -1]
    return int(row[letter_ids].argmax())


@torch.no_grad()
def logit_difference(lm, enc, good, bad):
    """Interpretability metric: log-odds of two continuations of one prompt."""
    row = lm(**enc).logits[0, -1]
    return (row[good] - row[bad]).item()


@torch.no_grad()
def rank_of(lm, enc, token):
    row = lm(**enc).logits[0, -1]
    return int((row > row[token]).sum()) + 1
