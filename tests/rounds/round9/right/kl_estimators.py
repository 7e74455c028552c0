"""Monte-Carlo estimators of KL(policy || reference) from sampled replies (Schulman, 2020)."""
import numpy as np
import torch


def masked_mean(x, m):
    return (x * m).sum() / m.sum().clamp(min=1)


def estimators(lp_policy, lp_ref, mask):
    """Token log-probs of the sampled replies under both models; the mask marks reply tokens."""
    r = lp_ref - lp_policy
    return {
        "k1": masked_mean(-r, mask).item(),
        "k2": masked_mean(0.5 * r.square(), mask).item(),
        "k3": masked_mean(r.exp() - 1 - r, mask).item(),
    }


def exact(z_policy, z_ref, mask):
    """The same, with the sum over the vocabulary done exactly."""
    a, b = z_policy.float().log_softmax(-1), z_ref.float().log_softmax(-1)
    return masked_mean((a.exp() * (a - b)).sum(-1), mask).item()


def demo(seed=0, n=20000, v=8):
    g = torch.Generator().manual_seed(seed)
    z, zr = torch.randn(v, generator=g), torch.randn(v, generator=g)
    p = z.softmax(0)
    y = torch.multinomial(p, n, replacement=True, generator=g)
    got = estimators(z.log_softmax(0)[y][None], zr.log_softmax(0)[y][None], torch.ones(1, n))
    truth = exact(z[None, None], zr[None, None], torch.ones(1, 1))
    assert np.isclose(got["k3"], truth, rtol=0.1), (got, truth)
    return got, truth


if __name__ == "__main__":
    print(demo())
