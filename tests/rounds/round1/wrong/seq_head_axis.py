"""Reward-free reranker: mean log-probability of the hypothesis.

# bug: nn.LogSoftmax(dim=1) normalises a (batch, time, vocab) tensor over time.
"""
import torch
from torch import nn
from transformers import AutoModelForCausalLM


class HypothesisReranker(nn.Module):
    def __init__(self, name: str):
        super().__init__()
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.norm = nn.LogSoftmax(dim=1)  # expect-near: SEQ104

    @torch.no_grad()
    def forward(self, input_ids, attention_mask, hyp_mask):
        """All three are (B, T); hyp_mask is 1 on hypothesis tokens. Returns (B,)."""
        states = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits
        logp = self.norm(states[:, :-1, :])  # expect: SEQ104
        target = input_ids[:, 1:].unsqueeze(2)
        picked = torch.gather(logp, 2, target).squeeze(2)
        w = hyp_mask[:, 1:].to(picked.dtype)
        return (picked * w).sum(1) / w.sum(1).clamp(min=1)

    def order(self, input_ids, attention_mask, hyp_mask):
        return torch.argsort(self(input_ids, attention_mask, hyp_mask), descending=True)
