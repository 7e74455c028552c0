"""Loss of a fine-tuned model on a validation set.

# bug: inputs and labels are shifted here although the model shifts its labels itself
"""
import torch
from datasets import load_from_disk
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM


def validation_loss(checkpoint: str, data: str, batch_size: int = 8) -> float:
    """Nats per token over blocks of equal length."""
    model = AutoModelForCausalLM.from_pretrained(checkpoint)
    model.eval()
    blocks = load_from_disk(data).with_format("torch")
    summed, n = 0.0, 0
    for batch in DataLoader(blocks, batch_size=batch_size):
        x = batch["input_ids"][:, :-1]
        y = batch["input_ids"][:, 1:].contiguous()
        with torch.no_grad():
            summed += model(x, labels=y).loss.item() * y.size(0)  # expect: SEQ202
        n += y.size(0)
    return summed / n
