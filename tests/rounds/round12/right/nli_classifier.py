"""NLI with a sequence classification head, and mining of the hardest training examples."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAMES = ("entailment", "neutral", "contradiction")


class NLI:
    def __init__(self, ckpt="roberta-large-mnli"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForSequenceClassification.from_pretrained(ckpt).eval()

    def _logits(self, pairs):
        a, b = zip(*pairs)
        enc = self.tok(list(a), list(b), padding=True, truncation=True, return_tensors="pt")
        with torch.no_grad():
            return self.model(**enc).logits

    def predict(self, pairs):
        p = F.softmax(self._logits(pairs), dim=1)
        conf, idx = p.max(dim=1)
        return [(NAMES[i], c) for i, c in zip(idx.tolist(), conf.tolist())]

    def hardest(self, pairs, gold):
        """The example with the largest loss, to be looked at by a person."""
        losses = F.cross_entropy(self._logits(pairs), torch.tensor(gold), reduction="none")
        k = losses.argmax().item()
        return pairs[k], losses[k].item()

    def mean_confidence(self, pairs):
        """Average of the highest class probability (calibration plot)."""
        return F.softmax(self._logits(pairs), dim=1).amax(dim=1).mean().item()
