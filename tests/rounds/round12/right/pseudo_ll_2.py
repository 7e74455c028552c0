"""Fluency backends: left-to-right log-likelihood, and pseudo-log-likelihood with one mask per position."""
import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer


class LeftToRight:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.m = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, s):
        x = self.tk(s, return_tensors="pt").input_ids
        return -self.m(x, labels=x).loss.item() * (x.shape[1] - 1)


class OneMaskAtATime:
    def __init__(self, ckpt="bert-base-cased"):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.m = AutoModelForMaskedLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, s):
        x = self.tk(s, return_tensors="pt").input_ids[0]
        pll = 0.0
        for i in range(1, len(x) - 1):
            y = x.clone()
            y[i] = self.tk.mask_token_id
            row = self.m(y[None]).logits[0, i]
            pll += torch.log_softmax(row, dim=0)[x[i]].item()
        return pll
