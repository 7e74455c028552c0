"""Perplexity over ranks: sums and counts are reduced, one division at the end."""
import torch
import torch.distributed as dist
import torch.nn.functional as F


@torch.no_grad()
def perplexity(model, loader, device):
    s = torch.zeros(2, dtype=torch.float64, device=device)
    for b in loader:
        z = model(b["input_ids"], attention_mask=b["attention_mask"]).logits.float()
        y = b["labels"][:, 1:]
        s[0] += F.cross_entropy(z[:, :-1].transpose(1, 2), y, ignore_index=-100, reduction="sum")
        s[1] += (y != -100).sum()
    dist.all_reduce(s, op=dist.ReduceOp.SUM)
    return (s[0] / s[1].clamp(min=1)).exp().item()
