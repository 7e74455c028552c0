"""Minimal pairs: total log-probability of two sentences under a causal model."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class MinimalPairs:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt)
        self.lm.eval()

    @torch.no_grad()
    def total(self, sentence):
        ids = self.tk(sentence, return_tensors="pt").input_ids
        table = self.lm(ids).logits.float().log_softmax(-1)[0]
        score = 0.0
        for pos, tok in enumerate(ids[0, 1:].tolist()):
            score += table[pos, tok].item()
        return score

    def accuracy(self, pairs):
        right = [self.total(g) > self.total(b) for g, b in pairs]
        return sum(right) / max(len(right), 1)
