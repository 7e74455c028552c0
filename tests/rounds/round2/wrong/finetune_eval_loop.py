"""Validation loop of the fine-tuning script.

# bug: cross_entropy receives the softmax output
"""
import torch
from torch.nn import functional as fn


def shift(t):
    return t[..., :-1, :].contiguous()


def validate(net, loader, device, pad_id):
    net.eval()
    loss_sum, tok_sum = 0.0, 0
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        with torch.no_grad():
            z = net(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        dist = fn.softmax(shift(z).float(), dim=-1)  # expect-near: SEQ106
        gold = batch["input_ids"][:, 1:].masked_fill(batch["attention_mask"][:, 1:] == 0, -100)
        loss = fn.cross_entropy(dist.flatten(0, 1), gold.flatten(), reduction="sum")  # expect: SEQ106
        loss_sum += loss.item()
        tok_sum += int((gold != -100).sum())
    mean = loss_sum / max(tok_sum, 1)
    return {"val/loss": mean, "val/tokens": tok_sum}
