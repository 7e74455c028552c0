"""Noisy-channel reranker: log P(source | target) + log P(target).
# bug: minus the mean loss is used as log P(sequence).
"""
import torch
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer


class NoisyChannel:
    def __init__(self, channel, prior):
        self.ct = AutoTokenizer.from_pretrained(channel)
        self.channel = AutoModelForSeq2SeqLM.from_pretrained(channel).eval()
        self.pt = AutoTokenizer.from_pretrained(prior)
        self.prior = AutoModelForCausalLM.from_pretrained(prior).eval()

    @torch.no_grad()
    def log_prob_source(self, source, target):
        """log P(source | target)"""
        enc = self.ct(target, return_tensors="pt")
        lab = self.ct(text_target=source, return_tensors="pt").input_ids
        return -self.channel(**enc, labels=lab).loss.item()  # expect: SEQ402

    @torch.no_grad()
    def log_prob_target(self, target):
        """log P(target)"""
        enc = self.pt(target, return_tensors="pt")
        mean_nll = self.prior(**enc, labels=enc["input_ids"])[0]
        return mean_nll.neg().item()  # expect: SEQ402

    def __call__(self, source, target):
        return self.log_prob_source(source, target) + self.log_prob_target(target)  # expect-near: SEQ402
