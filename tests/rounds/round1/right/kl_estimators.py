"""Sampled KL estimators k1, k2, k3 between policy and reference (per token)."""
import torch


def per_token_kl(lp, ref_lp, kind="k3"):
    delta = ref_lp - lp
    if kind == "k1":
        return -delta
    if kind == "k2":
        return delta.square() / 2
    return torch.expm1(delta) - delta


def masked_mean(x, mask, dim=-1):
    return (x * mask).sum(dim) / mask.sum(dim).clamp(min=1)


def grpo_loss(lp, old_lp, ref_lp, adv, mask, clip=0.2, beta=0.04):
    ratio = torch.exp(lp - old_lp)
    gain = torch.min(ratio * adv[:, None], ratio.clamp(1 - clip, 1 + clip) * adv[:, None])
    return -masked_mean(gain - beta * per_token_kl(lp, ref_lp), mask).mean()


if __name__ == "__main__":
    torch.manual_seed(0)
    p, q = torch.randn(50).log_softmax(0), torch.randn(50).log_softmax(0)
    exact = (p.exp() * (p - q)).sum()
    mean_k3 = (p.exp() * per_token_kl(p, q)).sum()
    assert torch.allclose(exact, mean_k3, atol=1e-5)
