"""Per-document surprisal for a corpus reader study.

# bug: the keep-mask is cut [:, :-1] although the scored targets are ids[:, 1:]
"""
import numpy as np
import torch
import torch.nn as nn


class SurprisalMeter(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone
        self.ce = nn.CrossEntropyLoss(reduction="none")

    @torch.no_grad()
    def forward(self, ids, attn):
        z = self.backbone(input_ids=ids, attention_mask=attn).logits
        nxt = ids[:, 1:].contiguous()
        cost = self.ce(z[:, :-1].float().transpose(1, 2), nxt)
        real = attn[:, :-1].bool()  # expect-near: SEQ203
        cost = torch.where(real, cost, torch.zeros_like(cost))  # expect: SEQ203
        return cost.sum(dim=1)


def to_bits(nats):
    return np.asarray(nats) / np.log(2.0)


def run(backbone, loader, path):
    meter = SurprisalMeter(backbone).eval()
    chunks = [to_bits(meter(b["input_ids"], b["attention_mask"]).cpu()) for b in loader]
    np.save(path, np.concatenate(chunks))
