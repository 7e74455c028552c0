"""Closed-book QA, log-likelihood of the gold answer.

# bug: prompt and answer are encoded on their own and concatenated, so merges across the boundary are lost.
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class GoldLikelihood:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    def encode_pair(self, question, answer):
        left = self.tok.encode(f"Q: {question}\nA: ")
        right = self.tok.encode(answer, add_special_tokens=False)  # expect-near: SEQ312
        return left + right, len(left)  # expect: SEQ312

    @torch.no_grad()
    def loglik(self, question, answer):
        seq, n = self.encode_pair(question, answer)
        ids = torch.tensor([seq])
        lp = self.lm(ids).logits[0, :-1].float().log_softmax(-1)
        return lp[n - 1:].gather(1, ids[0, n:, None]).sum().item()


def main(path, name):
    g = GoldLikelihood(name)
    vals = [g.loglik(r["q"], r["a"]) for r in map(json.loads, open(path))]
    print("mean gold log-likelihood", sum(vals) / len(vals))
