"""Sampler: temperature, top-k, nucleus; nothing here is reported as a model probability."""
import torch


def sample(row, temperature=1.0, top_k=0, top_p=1.0, generator=None):
    """row: (V,) logits of the next token."""
    if temperature == 0:
        return int(row.argmax())
    row = row.float() / temperature
    if top_k:
        floor = row.topk(min(top_k, row.numel())).values[-1]
        row = row.masked_fill(row < floor, float("-inf"))
    probs = torch.softmax(row, dim=-1)
    if top_p < 1.0:
        sorted_p, order = probs.sort(descending=True)
        sorted_p[sorted_p.cumsum(0) - sorted_p > top_p] = 0.0
        probs = torch.zeros_like(probs).scatter(0, order, sorted_p)
    return int(torch.multinomial(probs, 1, generator=generator))


@torch.no_grad()
def generate(lm, ids, n, **kw):
    for _ in range(n):
        nxt = sample(lm(ids).logits[0, -1], **kw)
        ids = torch.cat([ids, torch.tensor([[nxt]])], dim=1)
    return ids
