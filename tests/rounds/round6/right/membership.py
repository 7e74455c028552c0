"""Membership-inference features: LOSS attack (mean token log-prob), Min-K% and zlib ratio."""
import zlib

import numpy as np
import torch


class Attacks:
    def __init__(self, model, tokenizer, device="cpu"):
        self.model = model.to(device).eval()
        self.tokenizer = tokenizer
        self.device = device

    @torch.no_grad()
    def mean_logprob(self, text):
        ids = self.tokenizer(text, return_tensors="pt").input_ids.to(self.device)
        ll = -self.model(ids, labels=ids).loss
        return ll.item()

    @torch.no_grad()
    def min_k(self, text, k=0.2):
        ids = self.tokenizer(text, return_tensors="pt").input_ids.to(self.device)
        lp = self.model(ids).logits[0, :-1].float().log_softmax(-1)
        picked = lp[torch.arange(ids.shape[1] - 1, device=ids.device), ids[0, 1:]]
        n = max(1, int(k * picked.numel()))
        return picked.sort().values[:n].mean().item()

    def zlib_ratio(self, text):
        return -self.mean_logprob(text) / len(zlib.compress(text.encode()))


def features(att, texts):
    return np.array([[att.mean_logprob(t), att.min_k(t), att.zlib_ratio(t)] for t in texts])
