"""Fluency of sentences under RoBERTa.

# bug: a masked LM that sees every token is asked for their loss, which is no perplexity
"""
import torch
from transformers import RobertaForMaskedLM, RobertaTokenizerFast


class Fluency:
    def __init__(self, name="roberta-base"):
        self.tok = RobertaTokenizerFast.from_pretrained(name)
        self.mlm = RobertaForMaskedLM.from_pretrained(name).eval()

    def perplexity(self, sentence: str) -> float:
        enc = self.tok(sentence, return_tensors="pt")
        with torch.no_grad():
            out = self.mlm(**enc, labels=enc["input_ids"])  # expect: SEQ415
        return out.loss.exp().item()  # expect-near: SEQ415
