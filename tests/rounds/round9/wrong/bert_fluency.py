"""Fluency filter for paraphrases (lower is better).

# bug: the masked LM sees every token it is asked to predict, since labels are the unmasked input ids
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class FluencyFilter:
    def __init__(self, name="bert-base-uncased", keep_below=40.0):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()
        self.keep_below = keep_below

    def perplexity(self, sentence):
        x = self.tk(sentence, return_tensors="pt")
        with torch.no_grad():
            loss = self.mlm(**x, labels=x["input_ids"]).loss  # expect: SEQ415
        return torch.exp(loss).item()  # expect-near: SEQ415

    def __call__(self, candidates):
        scored = [(self.perplexity(c), c) for c in candidates]
        return [c for ppl, c in sorted(scored) if ppl < self.keep_below]


if __name__ == "__main__":
    f = FluencyFilter()
    print(f(["The cat sat on the mat.", "Mat the on sat cat the."]))
