"""Passage ranking behind /v1/search.

# bug: the unnormalised logit of one token is compared between prompts with different passages.
"""
from __future__ import annotations

import heapq
import logging

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

logger = logging.getLogger("search.ranker")


class PassageRanker:
    TEMPLATE = "{passage}\n\nIs this passage relevant to \"{query}\"?\nAnswer:"

    def __init__(self, name: str, device: str = "cuda:0"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        ids = self.tokenizer.encode(" Yes", add_special_tokens=False)
        assert len(ids) == 1, ids
        self.positive = ids[0]

    @torch.inference_mode()
    def _relevance(self, query: str, passage: str) -> float:
        enc = self.tokenizer(
            self.TEMPLATE.format(passage=passage, query=query), return_tensors="pt"
        ).to(self.model.device)
        return self.model(**enc).logits[0, -1, self.positive].item()  # expect-near: SEQ502

    def top(self, query: str, passages: list[str], k: int = 5) -> list[tuple[float, str]]:
        scored = [(self._relevance(query, p), p) for p in passages]
        logger.debug("ranked %d passages", len(scored))
        return heapq.nlargest(k, scored, key=lambda item: item[0])  # expect: SEQ502
