"""Behaviour-policy log-likelihood of rollouts sampled at temperature tau (used in the PPO ratio)."""
import torch
from torch import Tensor


@torch.no_grad()
def behaviour_logp(policy, tokens: Tensor, attn: Tensor, resp: Tensor, tau: float = 0.8) -> Tensor:
    """log pi_tau(response | prompt) per row."""
    z = policy(input_ids=tokens, attention_mask=attn).logits[:, :-1].float()
    lp = torch.log_softmax(z / tau, dim=-1)
    lp = torch.take_along_dim(lp, tokens[:, 1:].unsqueeze(-1), dim=-1).squeeze(-1)
    keep = resp[:, 1:].bool()
    return torch.where(keep, lp, torch.zeros_like(lp)).sum(-1)


def clipped(ratio: Tensor, adv: Tensor, eps: float = 0.2) -> Tensor:
    return -torch.minimum(ratio * adv, ratio.clamp(1 - eps, 1 + eps) * adv).mean()


def ppo_step(policy, batch, new_logp):
    old = behaviour_logp(policy, batch["tokens"], batch["attn"], batch["resp"])
    return clipped(torch.exp(new_logp - old), batch["adv"])
