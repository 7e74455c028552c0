"""One speculative-decoding step: accept, or resample from the residual."""
import torch


def accept_or_resample(p, q, token, generator=None):
    """p, q: (V,) target and draft probabilities; token was drawn from q."""
    u = torch.rand((), generator=generator)
    if u < torch.clamp(p[token] / q[token], max=1.0):
        return token, True
    rest = torch.relu(p - q)
    rest = rest / rest.sum()
    return int(torch.multinomial(rest, 1, generator=generator)), False


def acceptance_rate(p, q):
    return torch.minimum(p, q).sum().item()


if __name__ == "__main__":
    g = torch.Generator().manual_seed(1)
    p, q = torch.tensor([0.6, 0.3, 0.1]), torch.tensor([0.2, 0.3, 0.5])
    hits = torch.zeros(3)
    for _ in range(6000):
        t = int(torch.multinomial(q, 1, generator=g))
        hits[accept_or_resample(p, q, t, g)[0]] += 1
    assert torch.allclose(hits / 6000, p, atol=0.03)
    assert abs(acceptance_rate(p, q) - 0.6) < 1e-6
