"""Sentence scorer used by the minimal-pair suite.

``forward`` gives one total log-likelihood per sentence of a right-padded batch.

# bug: nn.LogSoftmax() has no dim (on a 3-D tensor that is the batch axis), and the mask is cut [:, :-1] while the targets are cut [:, 1:].
"""
import torch
from torch import nn
from transformers import AutoModelForCausalLM


class SentenceScorer(nn.Module):
    def __init__(self, checkpoint: str):
        super().__init__()
        self.backbone = AutoModelForCausalLM.from_pretrained(checkpoint)
        self.to_logp = nn.LogSoftmax()  # expect: SEQ105
        self.eval()

    @torch.no_grad()
    def forward(self, ids: torch.Tensor, attn: torch.Tensor) -> torch.Tensor:
        h = self.backbone(input_ids=ids, attention_mask=attn).logits
        table = self.to_logp(h[:, :-1, :])  # expect-near: SEQ105
        picked = table.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
        live = attn[:, :-1].to(picked.dtype)  # expect: SEQ203
        return (picked * live).sum(dim=1)  # expect-near: SEQ203


def prefers_good(scorer, good, bad):
    """good / bad: (ids, attn) tuples of the same batch size."""
    return (scorer(*good) > scorer(*bad)).float().mean().item()
