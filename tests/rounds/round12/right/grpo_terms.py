"""Token-level terms of a GRPO trainer."""
import torch


def selective(logits, ids, temperature=1.0):
    """Log-probs of ids under the sampling distribution of the rollouts; entry t of logits belongs to ids[:, t]."""
    z = logits.float() / temperature
    return z.gather(-1, ids[..., None])[..., 0] - z.logsumexp(-1)


def masked_mean(x, m, dim=None):
    if dim is None:
        return (x * m).sum() / m.sum().clamp(min=1)
    return (x * m).sum(dim) / m.sum(dim).clamp(min=1)


def k3(lp, ref):
    d = ref - lp
    return torch.exp(d) - d - 1.0


def grpo_loss(new, old, ref, adv, mask, clip=0.2, kl_coef=0.04):
    ratio = torch.exp(new - old)
    a = adv[:, None]
    surrogate = torch.minimum(ratio * a, ratio.clamp(1 - clip, 1 + clip) * a)
    per_token = -(surrogate - kl_coef * k3(new, ref))
    loss = masked_mean(per_token, mask, dim=1).mean()
    with torch.no_grad():
        stats = {
            "kl": masked_mean(k3(new, ref), mask).item(),
            "sampled_entropy": masked_mean(-new, mask).item(),
            "clipped": masked_mean(((ratio - 1).abs() > clip).float(), mask).item(),
        }
    return loss, stats


def group_advantage(rewards, group):
    r = rewards.view(-1, group)
    return ((r - r.mean(1, keepdim=True)) / (r.std(1, keepdim=True) + 1e-4)).flatten()
