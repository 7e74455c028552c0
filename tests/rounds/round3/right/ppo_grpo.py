"""Ratios and KL estimates of policy-gradient methods."""
import torch


def masked_mean(x, m, dim=None):
    if dim is None:
        return (x * m).sum() / m.sum().clamp(min=1)
    return (x * m).sum(dim) / m.sum(dim).clamp(min=1)


def k3(new, ref):
    """Unbiased, non-negative estimate of KL(new || ref) for samples of new."""
    r = ref - new
    return r.exp() - r - 1


def gspo_ratio(new, old, m):
    """Sequence ratio with the length normalised away, as GSPO defines it."""
    return masked_mean(new - old, m, -1).exp()


def grpo_loss(new, old, ref, adv, m, eps=0.2, beta=0.04):
    ratio = (new - old).exp()
    obj = torch.minimum(ratio * adv[:, None], ratio.clamp(1 - eps, 1 + eps) * adv[:, None])
    return -masked_mean(masked_mean(obj - beta * k3(new, ref), m, -1), torch.ones(len(m)))


def sampled_entropy(lp, m):
    """Monte-Carlo entropy of the sequences drawn from the policy itself."""
    return (-lp * m).sum(-1).mean()


if __name__ == "__main__":
    lp, m = -torch.rand(2, 3), torch.ones(2, 3)
    assert torch.allclose(gspo_ratio(lp, lp, m), torch.ones(2)) and (k3(lp, lp - 0.3) > 0).all()
    assert sampled_entropy(lp, m) > 0 and torch.isfinite(grpo_loss(lp, lp, lp, torch.ones(2), m))
