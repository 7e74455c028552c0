"""A model wrapped with its tokenizer, with an optional softening temperature.

# bug: token log-probs are divided by the temperature after log_softmax and never renormalised
# bug: perplexity exponentiates the mean log-prob without the minus sign
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class SoftLM:
    name: str
    device: str = "cpu"
    tok: Any = field(init=False)
    lm: Any = field(init=False)

    def __post_init__(self):
        self.tok = AutoTokenizer.from_pretrained(self.name)
        self.lm = AutoModelForCausalLM.from_pretrained(self.name, torch_dtype=torch.float32)
        self.lm.to(self.device).eval()

    @torch.no_grad()
    def pieces(self, text: str, temperature: float = 1.0) -> torch.Tensor:
        """log p_T(token | prefix) for all tokens but the first, at sampling temperature T."""
        x = self.tok(text, return_tensors="pt").input_ids.to(self.device)
        lp = self.lm(x).logits[0, :-1].log_softmax(-1)
        got = lp[torch.arange(x.shape[1] - 1, device=x.device), x[0, 1:]]
        return got / temperature  # expect: SEQ109

    def total(self, text: str, temperature: float = 1.0) -> float:
        return self.pieces(text, temperature).sum().item()

    def perplexity(self, text: str) -> float:
        got = self.pieces(text)
        if got.numel() == 0:
            return float("nan")
        return got.mean().exp().item()  # expect: SEQ413


if __name__ == "__main__":
    s = SoftLM("EleutherAI/pythia-70m")
    for t in (1.0, 0.7):
        print(t, s.total("A bird in the hand is worth two in the bush.", t))
    print(s.perplexity("A bird in the hand is worth two in the bush."))
