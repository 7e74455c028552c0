"""Three-way entailment with a sequence classifier; dim=1 is the class axis."""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Entailment:
    def __init__(self, name="roberta-large-mnli"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, premises, hypotheses):
        enc = self.tok(premises, hypotheses, padding=True, truncation=True, return_tensors="pt")
        logits = self.net(**enc).logits
        return torch.softmax(logits, dim=1)

    def two_way(self, premises, hypotheses):
        """Entailment against contradiction; the neutral class is left out as the paper does."""
        enc = self.tok(premises, hypotheses, padding=True, truncation=True, return_tensors="pt")
        with torch.no_grad():
            pair = self.net(**enc).logits[:, [0, 2]]
        return pair.softmax(dim=-1)[:, 1]

    def consistency(self, answers, question):
        """Mean probability of entailment over paraphrases of one answer."""
        return self([question] * len(answers), answers)[:, 2].mean().item()
