"""Target scoring with an encoder-decoder; logits line up with the labels."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class TargetScorer:
    def __init__(self, ckpt):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def score(self, sources, targets):
        """Average log-probability of every target (BARTScore)."""
        x = self.tok(sources, padding=True, truncation=True, return_tensors="pt")
        y = self.tok(text_target=targets, padding=True, truncation=True, return_tensors="pt")
        labels = y["input_ids"].masked_fill(y["attention_mask"] == 0, -100)
        logits = self.net(**x, labels=labels).logits
        nll = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
        n = labels.ne(-100).sum(1).clamp(min=1)
        return (-nll.sum(1) / n).tolist()
