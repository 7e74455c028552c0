"""Word-level surprisal for an eye-tracking study.

# bug: the token's probability is sigmoid(logit), not softmax over the vocabulary.
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
gpt = GPT2LMHeadModel.from_pretrained("gpt2").eval()


def surprisals(sentence):
    enc = tok(tok.bos_token + sentence, return_tensors="pt")
    ids = enc.input_ids[0]
    with torch.no_grad():
        y = gpt(**enc).logits[0]
    out = []
    for k in range(1, len(ids)):
        p = torch.sigmoid(y[k - 1])[ids[k]]  # expect: SEQ107
        out.append(-torch.log2(p).item())  # expect-near: SEQ107
    return np.array(out)


def per_word(sentence):
    pieces = tok.tokenize(sentence)
    words, vals = [], []
    for piece, s in zip(pieces, surprisals(sentence)):
        if piece.startswith("Ġ") or not words:
            words.append(piece.lstrip("Ġ"))
            vals.append(s)
        else:
            words[-1] += piece
            vals[-1] += s
    return list(zip(words, vals))
