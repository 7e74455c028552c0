"""Speculative decoding: acceptance by probability ratios, residual distribution on rejection."""
import torch


def accept(draft_probs, target_probs, tokens, generator=None):
    """(k, V) distributions of both models and the k drafted tokens; returns the accepted ids."""
    out = []
    for p, q, t in zip(target_probs, draft_probs, tokens.tolist()):
        u = torch.rand((), generator=generator)
        if u < torch.clamp(p[t] / q[t], max=1.0):
            out.append(t)
            continue
        residual = (p - q).clamp(min=0)
        residual = residual / residual.sum()
        out.append(torch.multinomial(residual, 1, generator=generator).item())
        break
    return out


if __name__ == "__main__":
    g = torch.Generator().manual_seed(0)
    q, p = torch.tensor([[0.5, 0.5, 0.0]]), torch.tensor([[0.2, 0.3, 0.5]])
    n = torch.zeros(3)
    for _ in range(6000):
        t = torch.multinomial(q[0], 1, generator=g)
        n[accept(q, p, t, g)[0]] += 1
    assert torch.allclose(n / n.sum(), p[0], atol=0.03)
