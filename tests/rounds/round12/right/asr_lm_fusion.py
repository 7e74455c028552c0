"""Shallow second pass: acoustic score + weighted sentence log-probability."""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def build(name="gpt2-medium"):
    tokenizer = AutoTokenizer.from_pretrained(name)
    tokenizer.pad_token = tokenizer.eos_token
    tokenizer.padding_side = "right"
    return tokenizer, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.inference_mode()
def sentence_logprobs(tokenizer, net, sentences):
    wrapped = [tokenizer.eos_token + s + tokenizer.eos_token for s in sentences]
    feats = tokenizer(wrapped, return_tensors="pt", padding=True)
    z = net(**feats).logits[:, :-1].float()
    y = feats["input_ids"][:, 1:]
    valid = feats["attention_mask"][:, 1:].bool()
    token_lp = z.gather(2, y.unsqueeze(2)).squeeze(2) - z.logsumexp(dim=2)
    return token_lp.masked_fill(~valid, 0.0).sum(dim=1).tolist()


def pick(tokenizer, net, utt, alpha):
    lm = sentence_logprobs(tokenizer, net, [h["text"] for h in utt["hyps"]])
    fused = [h["am_logp"] + alpha * v for h, v in zip(utt["hyps"], lm)]
    return utt["hyps"][fused.index(max(fused))]["text"]


if __name__ == "__main__":
    tk, lm = build()
    for row in map(json.loads, sys.stdin):
        print(row["id"], pick(tk, lm, row, alpha=0.4), sep="\t")
