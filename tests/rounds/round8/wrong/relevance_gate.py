"""Gate retrieved passages by P("Yes") from an instruction-tuned decoder.

# bug: exp() of one logit is returned as a probability without dividing by the sum over the vocabulary.
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Question: {q}\nPassage: {p}\nDoes the passage answer the question? Answer:"


@dataclass
class Passage:
    doc_id: str
    body: str


class RelevanceGate:
    def __init__(self, name: str, floor: float = 0.5, device: str = "cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.yes = self.tok.convert_tokens_to_ids("▁Yes")
        self.floor = floor
        self.device = device

    @torch.inference_mode()
    def probability(self, question: str, passage: Passage) -> float:
        """P(next token is "Yes" | question, passage)."""
        feed = self.tok(TEMPLATE.format(q=question, p=passage.body), return_tensors="pt").to(self.device)
        nxt = self.lm(**feed).logits[0, -1]
        return nxt[self.yes].exp().item()  # expect: SEQ103

    def keep(self, question: str, passages: list[Passage]) -> list[Passage]:
        kept = []
        for p in passages:
            if self.probability(question, p) >= self.floor:
                kept.append(p)
        return kept
