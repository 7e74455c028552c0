"""Perplexity over a document with a context limit.
# bug: the limit is config.max_length, the default of generate (20 tokens).
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DocumentNLL:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.limit = self.lm.config.max_length  # expect: SEQ313

    @torch.no_grad()
    def __call__(self, text):
        enc = self.tok(text, return_tensors="pt", truncation=True, max_length=self.limit)  # expect-near: SEQ313
        z = self.lm(**enc).logits[0, :-1].float()
        y = enc.input_ids[0, 1:]
        return torch.nn.functional.cross_entropy(z, y, reduction="sum").item(), len(y)
