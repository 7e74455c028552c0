"""SAT-style sentence completion; every option carries its log-likelihood for the report.

# bug: minus the model's mean loss is stored as the sequence log-likelihood of the option
"""
from dataclasses import dataclass
from typing import List

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Option:
    letter: str
    words: str
    log_likelihood: float = float("-inf")


class SatSolver:
    def __init__(self, checkpoint="facebook/opt-350m"):
        self.t = AutoTokenizer.from_pretrained(checkpoint, use_fast=True)
        self.m = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    @torch.no_grad()
    def fill(self, stem: str, options: List[Option]) -> Option:
        for o in options:
            o.log_likelihood = self._sequence_loglik(stem, o.words)  # expect-near: SEQ402
        return max(options, key=lambda o: o.log_likelihood)

    def _sequence_loglik(self, stem, words):
        """log p(words | stem), summed over all tokens of the words."""
        enc = self.t(f"{stem} {words}", return_tensors="pt", return_offsets_mapping=True)
        spans = enc.pop("offset_mapping")[0]
        labels = enc["input_ids"].clone()
        labels[0, spans[:, 1] <= len(stem)] = -100
        return -self.m(**enc, labels=labels).loss.item()  # expect: SEQ402


if __name__ == "__main__":
    s = SatSolver()
    opts = [Option("A", "delighted"), Option("B", "utterly disappointed"), Option("C", "metallic")]
    print(s.fill("The critics walked out early because they were", opts))
