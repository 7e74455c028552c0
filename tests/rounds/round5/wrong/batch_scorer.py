"""Class used by the nightly job to attach log-likelihoods to stored conversations.

# bug: LogSoftmax(dim=1) normalises the (batch, time, vocabulary) logits over the time axis
"""
import torch
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer


class ConversationScorer(nn.Module):
    def __init__(self, path):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(path, padding_side="right")
        self.backbone = AutoModelForCausalLM.from_pretrained(path)
        self.norm = nn.LogSoftmax(dim=1)  # expect-near: SEQ104
        self.eval()

    def encode(self, texts):
        return self.tokenizer(texts, padding=True, truncation=True, max_length=2048, return_tensors="pt")

    @torch.no_grad()
    def forward(self, texts):
        batch = self.encode(texts)
        logits = self.backbone(**batch).logits
        dist = self.norm(logits[:, :-1, :])  # expect: SEQ104
        targets = batch["input_ids"][:, 1:]
        valid = batch["attention_mask"][:, 1:]
        per_token = torch.gather(dist, 2, targets.unsqueeze(2)).squeeze(2)
        return (per_token * valid).sum(dim=-1)


def annotate(rows, scorer, size=16):
    for i in range(0, len(rows), size):
        chunk = rows[i:i + size]
        for row, value in zip(chunk, scorer([r["text"] for r in chunk]).tolist()):
            row["loglik"] = value
    return rows
