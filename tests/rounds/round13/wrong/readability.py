"""Readability features of a paragraph: BERT perplexity and a length-free likelihood.

# bug: the masked LM sees every token it predicts (labels are the unmasked input), so exp(loss) is no perplexity.
# bug: per_byte() divides by the number of characters.
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class Readability:
    def __init__(self, masked="bert-base-multilingual-cased"):
        self.tk = AutoTokenizer.from_pretrained(masked)
        self.mlm = AutoModelForMaskedLM.from_pretrained(masked).eval()

    @torch.no_grad()
    def perplexity(self, paragraph):
        x = self.tk(paragraph, truncation=True, max_length=512, return_tensors="pt")
        res = self.mlm(**x, labels=x["input_ids"])  # expect: SEQ415
        return torch.exp(res.loss).item()  # expect-near: SEQ415

    @staticmethod
    def per_byte(loglik, paragraph):
        """Log-likelihood per UTF-8 byte of the paragraph."""
        return loglik / max(len(paragraph), 1)  # expect: SEQ422

    def features(self, paragraph, loglik):
        words = paragraph.split()
        return {
            "bert_ppl": self.perplexity(paragraph),
            "ll_per_byte": self.per_byte(loglik, paragraph),
            "word_len": sum(map(len, words)) / max(len(words), 1),
        }
