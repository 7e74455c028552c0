"""Streaming evaluation over packed blocks.

# bug: the labels are shifted by the caller and a second time inside the Hugging Face model.
"""
import torch
from transformers import AutoModelForCausalLM


def blocks(ids, size):
    for k in range(0, ids.numel() - size, size):
        yield ids[k : k + size + 1]


@torch.no_grad()
def evaluate(name, ids, size=1024):
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    nats, n = 0.0, 0
    for b in blocks(ids, size):
        x = b[:-1].unsqueeze(0)
        y = b[1:].unsqueeze(0)
        step = model(input_ids=x, labels=y)  # expect: SEQ202
        k = y.size(1) - 1
        nats += step.loss.item() * k
        n += k
    return torch.tensor(nats / max(n, 1)).exp().item()
