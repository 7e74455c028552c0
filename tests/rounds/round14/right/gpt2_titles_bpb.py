"""Bits per UTF-8 byte of titles with GPT-2 (left padding, explicit positions)."""
import math
import sys

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel


class TitleModel:
    def __init__(self, repo="gpt2"):
        self.tok = AutoTokenizer.from_pretrained(repo, padding_side="left")
        self.tok.pad_token = self.tok.eos_token
        self.gpt = GPT2LMHeadModel.from_pretrained(repo).eval()

    @torch.no_grad()
    def nats(self, titles):
        enc = self.tok([self.tok.bos_token + t for t in titles], padding=True, return_tensors="pt")
        am = enc.attention_mask
        pos = (am.cumsum(-1) - 1).clamp(min=0)
        z = self.gpt(input_ids=enc.input_ids, attention_mask=am, position_ids=pos).logits
        lp = z[:, :-1].float().log_softmax(-1)
        tok = lp.gather(-1, enc.input_ids[:, 1:, None])[..., 0]
        scored = am[:, 1:].bool() & am[:, :-1].bool()
        return -tok.masked_fill(~scored, 0.0).sum(-1)

    def bits_per_byte(self, titles):
        size = sum(len(t.encode("utf-8")) for t in titles)
        return self.nats(titles).sum().item() / (math.log(2) * size)


if __name__ == "__main__":
    rows = [r.strip() for r in sys.stdin if r.strip()]
    print(TitleModel().bits_per_byte(rows))
