"""Relevance head for passage reranking.

# bug: softmax over the single output of the head is always 1.0
"""
import torch
from torch import nn
from transformers import AutoModel


class PassageJudge(nn.Module):
    def __init__(self, backbone: str):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(backbone)
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, **enc):
        first = self.encoder(**enc).last_hidden_state[:, 0]
        return torch.softmax(self.head(first), dim=-1).squeeze(-1)  # expect: SEQ115


def order(judge, tokenizer, query, passages):
    enc = tokenizer([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        rel = judge(**enc)
    return rel.argsort(descending=True).tolist()
