"""Second-pass rescoring of ASR n-best lists with a causal LM.

# bug: the LM term of a hypothesis adds up gathered logits, the log-partition is never subtracted.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Hypothesis:
    text: str
    acoustic: float
    lm: float = 0.0

    def total(self, alpha: float, beta: float) -> float:
        return self.acoustic + alpha * self.lm + beta * len(self.text.split())


class SecondPass:
    def __init__(self, name: str, alpha: float = 0.4, beta: float = 0.1) -> None:
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()
        self.alpha, self.beta = alpha, beta

    @torch.inference_mode()
    def _lm(self, text: str) -> float:
        ids = self.tok.encode(text, add_special_tokens=False)
        row = torch.tensor([[self.tok.bos_token_id, *ids]])
        out = self.net(row).logits[0, :-1]
        picked = out[torch.arange(len(ids)), row[0, 1:]]  # expect-near: SEQ101
        return picked.sum().item()  # expect: SEQ101

    def best(self, hyps: list[Hypothesis]) -> Hypothesis:
        for h in hyps:
            h.lm = self._lm(h.text)
        return max(hyps, key=lambda h: h.total(self.alpha, self.beta))


if __name__ == "__main__":
    nbest = [Hypothesis("recognise speech", -41.2), Hypothesis("wreck a nice beach", -40.9)]
    print(SecondPass("gpt2").best(nbest).text)
