"""Sampling utilities: temperature, top-k and nucleus; nothing is scored here."""
import torch


def warp(logits, temperature=1.0, top_k=0, top_p=1.0):
    logits = logits.float() / max(temperature, 1e-5)
    if top_k:
        kth = logits.topk(min(top_k, logits.size(-1)), dim=-1).values[..., -1:]
        logits = logits.masked_fill(logits < kth, float("-inf"))
    if top_p < 1.0:
        ordered, where = logits.sort(dim=-1, descending=True)
        p = ordered.softmax(dim=-1)
        drop = p.cumsum(dim=-1) - p >= top_p
        drop = torch.zeros_like(drop).scatter(-1, where, drop)
        logits = logits.masked_fill(drop, float("-inf"))
    return logits


@torch.no_grad()
def sample(model, ids, steps, eos, **kw):
    for _ in range(steps):
        z = model(ids)[:, -1]
        nxt = torch.multinomial(warp(z, **kw).softmax(dim=-1), 1)
        ids = torch.cat([ids, nxt], dim=1)
        if bool((nxt == eos).all()):
            break
    return ids


if __name__ == "__main__":
    z = torch.tensor([[3.0, 2.0, 1.0, 0.0]])
    assert torch.isinf(warp(z, top_k=2)).sum() == 2
    assert torch.isinf(warp(z, top_p=0.5)).sum() == 3
