"""Token-level PPO surrogate, k3 KL to the reference and the policy's entropy."""
import torch


def token_logps(z, ids):
    return z.gather(-1, ids.unsqueeze(-1)).squeeze(-1) - z.logsumexp(-1)


def entropy(z):
    p = z.softmax(-1)
    return z.logsumexp(-1) - (p * z).sum(-1)


def masked_mean(x, m):
    return (x * m).sum() / m.sum().clamp(min=1)


def surrogate(z, ids, old, ref, adv, m, clip=0.2, beta=0.02):
    """z: logits at the predicting positions, temperature 1; ids: response tokens."""
    z = z.float()
    new = token_logps(z, ids)
    ratio = (new - old).exp()
    gain = torch.minimum(ratio * adv, ratio.clamp(1 - clip, 1 + clip) * adv)
    d = ref - new
    kl = d.exp() - d - 1
    loss = masked_mean(-gain + beta * kl, m)
    return loss, {"kl": masked_mean(kl, m).item(), "entropy": masked_mean(entropy(z), m).item()}
