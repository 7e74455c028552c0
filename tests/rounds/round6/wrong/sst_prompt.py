"""Prompted sentiment (SST-2) with GPT-2, batches padded on the left.

# bug: GPT-2 has absolute positions, with filler in front every short review is read at shifted ones
"""
import torch
import torch.nn.functional as F
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

VERB = {" terrible": 0, " great": 1}


def setup(name="gpt2-xl"):
    tk = GPT2TokenizerFast.from_pretrained(name)
    tk.pad_token = tk.eos_token
    tk.padding_side = "left"
    gpt = GPT2LMHeadModel.from_pretrained(name).eval()
    ids = [tk(v).input_ids for v in VERB]
    if any(len(i) != 1 for i in ids):
        raise ValueError("label words must be single tokens")
    return tk, gpt, torch.tensor([i[0] for i in ids])


@torch.no_grad()
def label_logprobs(tk, gpt, words, reviews):
    enc = tk([f"{r.strip()} It was" for r in reviews], padding=True, return_tensors="pt")
    logits = gpt(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits  # expect: SEQ315
    return F.log_softmax(logits[:, -1, :], dim=-1)[:, words]


def predict(tk, gpt, words, reviews, bs=32):
    out = []
    for i in range(0, len(reviews), bs):
        out.extend(label_logprobs(tk, gpt, words, reviews[i : i + bs]).argmax(-1).tolist())
    return out
