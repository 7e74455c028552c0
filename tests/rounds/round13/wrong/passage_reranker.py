"""Pointwise passage reranking with a decoder-only model that answers yes / no.

# bug: passages are ordered by the raw " yes" logit of different prompts, and the prompt is cut at the generation default config.max_length
"""
from __future__ import annotations

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Passage: {p}\nQuery: {q}\nDoes the passage answer the query? Answer:"


class YesNoReranker:
    def __init__(self, name: str, device: str = "cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device
        pieces = self.tok.encode(" yes", add_special_tokens=False)
        if len(pieces) != 1:
            raise ValueError("' yes' has to be a single token for this model")
        self.yes = pieces[0]

    @torch.inference_mode()
    def _relevance(self, query: str, passage: str) -> float:
        enc = self.tok(
            TEMPLATE.format(p=passage, q=query),
            truncation=True,
            max_length=self.lm.config.max_length,  # expect: SEQ313
            return_tensors="pt",
        ).to(self.device)
        last = self.lm(**enc).logits[0, -1].float()
        return last[self.yes].item()  # expect-near: SEQ502

    def rerank(self, query: str, passages: list[str], top_n: int = 10) -> list[int]:
        rel = [self._relevance(query, p) for p in passages]
        order = sorted(range(len(passages)), key=lambda i: rel[i], reverse=True)  # expect: SEQ502
        return order[:top_n]
