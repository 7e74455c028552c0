"""Temperature, top-k and nucleus filters for drawing tokens."""
import torch


def warp(logits, temperature=1.0, top_k=0, top_p=1.0):
    z = logits / max(temperature, 1e-5)
    if top_k:
        z = z.masked_fill(z < z.topk(top_k, dim=-1).values[..., -1:], -torch.inf)
    if top_p < 1.0:
        s, idx = z.sort(dim=-1, descending=True)
        p = s.softmax(dim=-1)
        drop = p.cumsum(dim=-1) - p > top_p
        z = torch.empty_like(z).scatter(-1, idx, s.masked_fill(drop, -torch.inf))
    return z


def draw(logits, generator=None, **kw):
    return torch.multinomial(warp(logits, **kw).softmax(dim=-1), 1, generator=generator)


if __name__ == "__main__":
    z = torch.tensor([[3.0, 2.0, 1.0, -9.0]])
    assert torch.isinf(warp(z, top_k=2)).sum() == 2
    assert draw(z, top_p=0.1).item() == 0
