"""Surprisal in bits for reading-time items; GPT-2, sentence by sentence."""
import math

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2")
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


def surprisals(sentence):
    ids = tk.encode(tk.bos_token + sentence, return_tensors="pt")
    with torch.no_grad():
        lp = lm(ids).logits[0].log_softmax(-1) / math.log(2)
    res = []
    for pos in range(1, ids.size(1)):
        prev = pos - 1
        res.append((tk.decode(ids[0, pos]), -lp[prev, ids[0, pos]].item()))
    return res
