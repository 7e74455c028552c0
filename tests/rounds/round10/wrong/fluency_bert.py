"""Fluency of paraphrases, as perplexity, for the style-transfer table.

# bug: a masked LM sees every token it is asked to predict (labels = input_ids, nothing masked).
"""
import torch
from transformers import RobertaForMaskedLM, RobertaTokenizerFast


class Fluency:
    def __init__(self, name="roberta-large"):
        self.tk = RobertaTokenizerFast.from_pretrained(name)
        self.net = RobertaForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def perplexity(self, text):
        enc = self.tk(text, return_tensors="pt", truncation=True, max_length=512)
        res = self.net(**enc, labels=enc["input_ids"])  # expect: SEQ415
        return torch.exp(res.loss).item()  # expect-near: SEQ415

    def table(self, systems):
        return {name: [self.perplexity(t) for t in outs] for name, outs in systems.items()}
