"""Rank options with FLAN-T5: total and per-token log-likelihood."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class FlanRanker:
    def __init__(self, name="google/flan-t5-base", normalise=True):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()
        self.normalise = normalise

    @torch.no_grad()
    def scores(self, source, options):
        src = self.tok([source] * len(options), return_tensors="pt")
        tgt = self.tok(text_target=options, padding=True, return_tensors="pt")
        real = tgt.attention_mask.bool()
        gold = tgt.input_ids.masked_fill(~real, -100)
        z = self.net(**src, labels=gold).logits
        lp = torch.log_softmax(z, dim=-1).gather(-1, tgt.input_ids.unsqueeze(-1)).squeeze(-1)
        total = (lp * real).sum(1)
        return total / real.sum(1) if self.normalise else total

    def predict(self, source, options):
        return options[int(self.scores(source, options).argmax())]
