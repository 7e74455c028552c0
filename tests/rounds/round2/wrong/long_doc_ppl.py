"""Perplexity of long documents, truncated to the context window.

# bug: config.max_length is the generation default, not the context size
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DocumentPerplexity:
    def __init__(self, checkpoint: str):
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.model = AutoModelForCausalLM.from_pretrained(checkpoint).eval()
        self.window = self.model.config.max_length  # expect-near: SEQ313

    @torch.no_grad()
    def __call__(self, document: str) -> float:
        enc = self.tokenizer(document, truncation=True, max_length=self.window, return_tensors="pt")  # expect: SEQ313
        out = self.model(**enc, labels=enc["input_ids"])
        return torch.exp(out.loss).item()
