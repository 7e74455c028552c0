"""Minimal-pair acceptability: does the model prefer the grammatical sentence?

# bug: position t of the causal model's output is scored against token t instead of token t + 1
"""
from __future__ import annotations

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class PairJudge:
    def __init__(self, ckpt: str, device: str = "cpu") -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForCausalLM.from_pretrained(ckpt).to(device).eval()
        self.device = device

    def __encode(self, sentence: str) -> torch.Tensor:
        return self.tokenizer(sentence, return_tensors="pt").input_ids.to(self.device)

    @torch.no_grad()
    def sentence_score(self, sentence: str) -> float:
        ids = self.__encode(sentence)
        table = self.model(ids).logits.float().log_softmax(dim=-1)
        token_scores = table.gather(2, ids.unsqueeze(2)).squeeze(2)  # expect: SEQ201
        return token_scores.sum().item()  # expect-near: SEQ201

    def prefers_good(self, good: str, bad: str) -> bool:
        return self.sentence_score(good) > self.sentence_score(bad)


if __name__ == "__main__":
    judge = PairJudge(sys.argv[1])
    with open(sys.argv[2]) as fh:
        pairs = [json.loads(line) for line in fh]
    hits = sum(judge.prefers_good(p["sentence_good"], p["sentence_bad"]) for p in pairs)
    print(f"accuracy {hits / len(pairs):.3f} on {len(pairs)} pairs")
