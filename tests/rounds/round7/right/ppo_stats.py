"""Statistics of a PPO rollout: KL estimators, ratio, Monte-Carlo entropy. Token log-probs are (B, T)."""
import torch


def masked_mean(x, mask):
    return (x * mask).sum() / mask.sum().clamp(min=1)


def kl_estimates(logp, ref_logp, mask):
    r = ref_logp - logp
    return {
        "k1": masked_mean(-r, mask),
        "k2": masked_mean(0.5 * r ** 2, mask),
        "k3": masked_mean(torch.expm1(r) - r, mask),
    }


def clipped_objective(logp, old_logp, adv, mask, eps=0.2):
    ratio = torch.exp(logp - old_logp)
    surrogate = torch.minimum(ratio * adv, ratio.clamp(1 - eps, 1 + eps) * adv)
    return -masked_mean(surrogate, mask)


def rollout_report(logp, mask, lengths, pass_n, pass_c, k=4):
    miss = 1.0
    for i in range(pass_n - pass_c + 1, pass_n + 1):
        miss *= 1.0 - k / i
    return {
        "mc_entropy": masked_mean(-logp, mask).item(),
        "length": lengths.float().mean().item(),
        f"pass@{k}": 1.0 - miss if pass_n - pass_c >= k else 1.0,
    }
