"""Validation: summed cross entropy over logits, divided by the number of real targets."""
import torch
from torch.nn import functional as fn


@torch.no_grad()
def validate(net, loader, device):
    net.eval()
    nats, count = 0.0, 0
    for batch in loader:
        ids, attn = batch["input_ids"].to(device), batch["attention_mask"].to(device)
        z = net(ids, attention_mask=attn).logits
        gold = ids.masked_fill(attn == 0, -100)[:, 1:]
        nats += fn.cross_entropy(z[:, :-1].float().transpose(1, 2), gold, reduction="sum").item()
        count += int((gold != -100).sum())
    return nats / max(count, 1)
