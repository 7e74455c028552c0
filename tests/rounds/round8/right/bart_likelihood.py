"""log p(summary | article) with an encoder-decoder; labels line up with the logits."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class Seq2SeqLikelihood:
    def __init__(self, ckpt="facebook/bart-large-cnn", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(ckpt).to(device).eval()
        self.device = device

    @torch.no_grad()
    def __call__(self, articles, summaries):
        src = self.tok(articles, padding=True, truncation=True, max_length=1024, return_tensors="pt").to(self.device)
        tgt = self.tok(text_target=summaries, padding=True, return_tensors="pt").to(self.device)
        labels = tgt["input_ids"].masked_fill(tgt["attention_mask"] == 0, -100)
        z = self.net(**src, labels=labels).logits
        nll = F.cross_entropy(z.transpose(1, 2), labels, ignore_index=-100, reduction="none")
        total = -nll.sum(dim=1)
        return total, total / (labels != -100).sum(dim=1)
