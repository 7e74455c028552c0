"""Order passages with a decoder LLM: how strongly does each prompt lead to "True"?

# bug: the raw logit of one token is compared between different prompts, whose normalisers differ.
"""
import heapq

import torch


def prompt_for(query, passage):
    return f"Passage: {passage}\nQuery: {query}\nThe passage is relevant (True or False):"


class Orderer:
    def __init__(self, lm, tok, target_id):
        self.lm, self.tok, self.target_id = lm.eval(), tok, target_id

    @torch.no_grad()
    def pull(self, query, passage):
        enc = self.tok(prompt_for(query, passage), return_tensors="pt").to(self.lm.device)
        return self.lm(**enc).logits[0, -1, self.target_id].item()  # expect-near: SEQ502

    def top(self, query, passages, k=10):
        return heapq.nlargest(k, passages, key=lambda p: self.pull(query, p))  # expect: SEQ502
