"""Discrete soft actor-critic: expectations over the full action distribution."""
import torch
import torch.nn.functional as F


def policy_terms(actor, obs):
    logits = actor(obs)
    logp = F.log_softmax(logits, dim=1)
    return logp.exp(), logp


def critic_target(actor, q1, q2, batch, alpha, gamma=0.99):
    with torch.no_grad():
        p, logp = policy_terms(actor, batch["next_obs"])
        q = torch.min(q1(batch["next_obs"]), q2(batch["next_obs"]))
        v = (p * (q - alpha * logp)).sum(dim=1)
        return batch["reward"] + gamma * (1 - batch["done"]) * v


def actor_loss(actor, q1, q2, obs, alpha):
    p, logp = policy_terms(actor, obs)
    with torch.no_grad():
        q = torch.min(q1(obs), q2(obs))
    return (p * (alpha * logp - q)).sum(dim=1).mean()
