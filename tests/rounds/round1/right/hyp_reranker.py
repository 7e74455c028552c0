"""Rerank ASR hypotheses by length-normalised LM score."""
import torch
from torch import nn
from transformers import AutoModelForCausalLM


class HypReranker(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.ce = nn.CrossEntropyLoss(reduction="none")

    @torch.no_grad()
    def forward(self, ids, attn):
        z = self.lm(input_ids=ids, attention_mask=attn).logits.float()
        nll = self.ce(z[:, :-1].transpose(1, 2), ids[:, 1:])
        m = attn[:, 1:].to(nll.dtype)
        return (nll * m).sum(dim=1) / m.sum(dim=1).clamp(min=1)

    def best(self, ids, attn):
        scores = self(ids, attn)
        return scores.argmin().item()
