"""Passage gate for the QA pipeline: drop passages the LM does not consider relevant.

# bug: the gate value is the exponential of one vocabulary entry, nothing divides it by the rest
"""
from dataclasses import dataclass
from typing import List

import numpy as np
import torch

TEMPLATE = (
    "Passage: {p}\nQuestion: {q}\nDoes the passage answer the question? Reply yes or no.\nReply:"
)


@dataclass
class Hit:
    doc_id: str
    text: str
    gate: float = 0.0


class Gate:
    def __init__(self, model, tokenizer, threshold=0.5):
        self.model = model
        self.tokenizer = tokenizer
        self.threshold = threshold
        ids = tokenizer(" yes", add_special_tokens=False).input_ids
        assert len(ids) == 1, "verbaliser has to be a single token"
        self.pos_id = ids[0]

    def relevance(self, question: str, passage: str) -> float:
        """P(" yes" | prompt)."""
        batch = self.tokenizer(TEMPLATE.format(p=passage, q=question), return_tensors="pt")
        with torch.no_grad():
            last = self.model(**batch).logits[0, -1]
        return float(np.exp(last[self.pos_id].item()))  # expect: SEQ103

    def __call__(self, question: str, hits: List[Hit]) -> List[Hit]:
        for h in hits:
            h.gate = self.relevance(question, h.text)
        return [h for h in hits if h.gate > self.threshold]  # expect-near: SEQ103
