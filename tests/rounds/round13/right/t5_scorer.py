"""BARTScore-like metric with a T5 checkpoint: mean log-prob of the target given the source."""
import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, T5ForConditionalGeneration


class Seq2SeqScore:
    def __init__(self, repo="google/flan-t5-base"):
        self.tk = AutoTokenizer.from_pretrained(repo)
        self.net = T5ForConditionalGeneration.from_pretrained(repo).eval()

    @torch.no_grad()
    def __call__(self, sources, targets):
        src = self.tk(sources, padding=True, truncation=True, return_tensors="pt")
        tgt = self.tk(text_target=targets, padding=True, truncation=True, return_tensors="pt")
        labels = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
        z = self.net(**src, labels=labels).logits.float()
        nll = F.cross_entropy(z.transpose(1, 2), labels, reduction="none")
        n = tgt.attention_mask.sum(dim=1)
        return (-nll.sum(dim=1) / n.clamp(min=1)).tolist()

    def f_score(self, a, b):
        """Average of the two directions, as in the paper."""
        return [(x + y) / 2 for x, y in zip(self(a, b), self(b, a))]
