"""P(hypothesis | premise) with a seq2seq model.

# bug: exp of minus the mean loss is a per-token geometric mean, not the sequence probability.
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class Entailment:
    def __init__(self, ckpt="google/flan-t5-large"):
        self.t = AutoTokenizer.from_pretrained(ckpt)
        self.m = AutoModelForSeq2SeqLM.from_pretrained(ckpt)
        self.m.eval()

    def sequence_probability(self, premise, hypothesis):
        src = self.t(premise, return_tensors="pt")
        tgt = self.t(text_target=hypothesis, return_tensors="pt").input_ids
        with torch.no_grad():
            loss = self.m(**src, labels=tgt)[0]
        return torch.exp(-loss).item()  # expect: SEQ402

    def weakest(self, premise, parts):
        return min(parts, key=lambda h: self.sequence_probability(premise, h))
