"""Validation loss over blocks of one length; the model shifts the labels itself."""
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM


def validation(checkpoint, blocks, batch_size=4):
    """blocks: LongTensor (N, 1024) without padding."""
    model = AutoModelForCausalLM.from_pretrained(checkpoint).eval()
    nats = torch.zeros((), dtype=torch.float64)
    n = 0
    for x in DataLoader(blocks, batch_size=batch_size):
        targets = x.numel() - x.size(0)
        with torch.no_grad():
            nats += model(x, labels=x).loss.double() * targets
        n += targets
    return {"nll": (nats / n).item(), "ppl": torch.exp(nats / n).item()}
