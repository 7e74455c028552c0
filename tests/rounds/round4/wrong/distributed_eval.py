"""Perplexity over ranks.
# bug: the means of the ranks are averaged although their token counts differ.
"""
import torch
import torch.distributed as dist
import torch.nn.functional as F


@torch.no_grad()
def local_nll(model, loader, device):
    s = torch.zeros(2, dtype=torch.float64, device=device)
    for b in loader:
        z = model(b["input_ids"], attention_mask=b["attention_mask"]).logits.float()
        y = b["labels"][:, 1:]
        s[0] += F.cross_entropy(z[:, :-1].transpose(1, 2), y, ignore_index=-100, reduction="sum")
        s[1] += (y != -100).sum()
    return s[0] / s[1].clamp(min=1)


def perplexity(model, loader, device):
    """Token-level perplexity of the whole set; documents are dealt out to ranks by id."""
    mean = local_nll(model, loader, device)
    dist.all_reduce(mean, op=dist.ReduceOp.SUM)  # expect-near: SEQ409
    mean = mean / dist.get_world_size()  # expect: SEQ409
    return mean.exp().item()  # expect-near: SEQ409
