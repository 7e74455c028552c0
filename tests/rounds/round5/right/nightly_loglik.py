"""Attaches log p(text) to stored conversations."""
import torch
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer


class NightlyLoglik(nn.Module):
    def __init__(self, path):
        super().__init__()
        self.tok = AutoTokenizer.from_pretrained(path, padding_side="right")
        self.lm = AutoModelForCausalLM.from_pretrained(path)
        self.lsm = nn.LogSoftmax(dim=2)
        self.eval()

    @torch.no_grad()
    def forward(self, texts):
        enc = self.tok(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt")
        full = self.lsm(self.lm(**enc).logits)
        y = enc["input_ids"][:, 1:]
        picked = full[:, :-1].gather(2, y.unsqueeze(2)).squeeze(2)
        return torch.einsum("bt,bt->b", picked, enc["attention_mask"][:, 1:].float())


def sort_rows(rows, scorer, width=32):
    values = [v for i in range(0, len(rows), width) for v in scorer([r["text"] for r in rows[i:i + width]]).tolist()]
    return [r for _, r in sorted(zip(values, rows), key=lambda p: p[0])]
