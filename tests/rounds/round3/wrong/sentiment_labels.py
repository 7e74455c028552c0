"""Prompt-based sentiment classification.

# bug: only the first word piece of every label is looked at
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["positive", "negative", "somewhat positive", "somewhat negative"]


class PromptClassifier:
    def __init__(self, name="bigscience/bloom-560m"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.first = [self.tok.encode(" " + label)[0] for label in LABELS]  # expect: SEQ209

    @torch.no_grad()
    def predict(self, review: str) -> str:
        enc = self.tok(f"Review: {review}\nSentiment:", return_tensors="pt")
        z = self.lm(**enc).logits[0, -1]
        return LABELS[int(z[self.first].argmax())]  # expect-near: SEQ209
