"""Pointwise passage reranking with a decoder-only model: "is this passage relevant? yes/no".

# bug: the last position is read from a right-padded batch, a pad position for the shorter prompts.
# bug: the raw logits of "yes" from different prompts are compared with each other.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPT = "Passage: {p}\nQuery: {q}\nDoes the passage answer the query? Answer:"


class YesReranker:
    def __init__(self, name, yes_id, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.model = AutoModelForCausalLM.from_pretrained(name).to(device)
        self.yes_id = yes_id
        self.device = device

    @torch.no_grad()
    def _batch(self, query, passages):
        enc = self.tok([PROMPT.format(p=p, q=query) for p in passages],
                       padding=True, return_tensors="pt").to(self.device)
        final = self.model(**enc).logits[:, -1, :]  # expect: SEQ208
        return final[:, self.yes_id].tolist()

    def rerank(self, query, passages, bs=16):
        vals = []
        for i in range(0, len(passages), bs):
            vals += self._batch(query, passages[i:i + bs])
        return sorted(zip(vals, passages), key=lambda t: t[0], reverse=True)  # expect: SEQ502
