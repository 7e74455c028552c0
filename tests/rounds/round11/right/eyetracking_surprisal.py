"""Surprisal in bits for eye-tracking sentences, one sentence at a time."""
import math

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def make(name="gpt2"):
    return GPT2TokenizerFast.from_pretrained(name), GPT2LMHeadModel.from_pretrained(name).eval()


@torch.no_grad()
def bits(tk, lm, sentence):
    x = tk(tk.bos_token + sentence, return_tensors="pt").input_ids
    logp = lm(x).logits.log_softmax(dim=2)
    out = []
    for j, tok in enumerate(x[0, 1:].tolist()):
        out.append(-logp[0, j, tok].item() / math.log(2))
    return out


def word_surprisal(bits_, word_ids):
    acc = {}
    for b, w in zip(bits_, word_ids):
        acc[w] = acc.get(w, 0.0) + b
    return [acc[w] for w in sorted(acc)]
