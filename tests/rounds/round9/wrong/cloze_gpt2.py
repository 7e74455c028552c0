"""Cloze probability of one-token completions for 400 sentence frames, GPT-2, batched.

# bug: GPT-2 has absolute positions; the left-padded batch is run without position_ids
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-large")
tok.pad_token = tok.eos_token
tok.padding_side = "left"
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2-large").eval()


def single_id(word):
    ids = tok(" " + word)["input_ids"]
    if len(ids) != 1:
        raise ValueError(word)
    return ids[0]


def cloze(frames, words, bs=32):
    """frames end without a trailing blank; returns log p(word | frame)"""
    targets = [single_id(w) for w in words]
    res = np.empty(len(frames))
    for lo in range(0, len(frames), bs):
        enc = tok(frames[lo:lo + bs], padding=True, return_tensors="pt")
        with torch.no_grad():
            z = gpt2(enc["input_ids"], attention_mask=enc["attention_mask"]).logits[:, -1]  # expect: SEQ315
        lp = z.log_softmax(-1)
        want = torch.tensor(targets[lo:lo + bs])
        res[lo:lo + bs] = lp[torch.arange(len(want)), want].numpy()
    return res
