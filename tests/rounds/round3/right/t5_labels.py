"""Dev loss of T5 with ignored padding; labels are aligned, the model shifts the decoder input."""
import torch
from transformers import T5ForConditionalGeneration, T5TokenizerFast


class DevLoss:
    def __init__(self, name="t5-small"):
        self.tk = T5TokenizerFast.from_pretrained(name)
        self.net = T5ForConditionalGeneration.from_pretrained(name).eval()

    @torch.no_grad()
    def nats(self, sources, targets):
        src = self.tk(sources, padding=True, truncation=True, return_tensors="pt")
        tgt = self.tk(text_target=targets, padding=True, truncation=True, return_tensors="pt")
        labels = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
        logits = self.net(**src, labels=labels).logits
        nll = torch.nn.functional.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
        return nll.sum(dim=1), (labels != -100).sum(dim=1)
