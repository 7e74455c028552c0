"""PPO pieces for text: token ratios, the k3 estimate of KL(policy || ref), clipped objective."""
import torch


def token_logps(logits, actions):
    """logits (B, T, V) at the predicting positions of actions (B, T)."""
    return torch.distributions.Categorical(logits=logits).log_prob(actions)


def masked_mean(x, mask):
    return (x * mask).sum() / mask.sum().clamp(min=1)


def ppo_loss(new_logits, old_logps, ref_logps, actions, adv, mask, clip=0.2, kl_coef=0.05):
    new = token_logps(new_logits, actions)
    ratio = torch.exp(new - old_logps)
    surr = torch.min(ratio * adv, ratio.clamp(1 - clip, 1 + clip) * adv)
    delta = ref_logps - new
    k3 = torch.exp(delta) - 1 - delta
    entropy_est = masked_mean(-old_logps, mask)
    loss = -masked_mean(surr, mask) + kl_coef * masked_mean(k3, mask)
    return loss, {"ratio": masked_mean(ratio, mask).item(), "kl": masked_mean(k3, mask).item(), "entropy": entropy_est.item()}
