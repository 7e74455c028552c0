"""Action log-probs through torch.distributions."""
import torch
from torch.distributions import Categorical


def action_logps(policy, ids, attn, n):
    z = policy(input_ids=ids, attention_mask=attn).logits.float()[:, -n - 1 : -1]
    return Categorical(logits=z.log_softmax(-1)).log_prob(ids[:, -n:])


def action_probs(logits, actions):
    p = logits.softmax(-1)
    return Categorical(probs=p).log_prob(actions).exp()


def policy_gradient(lp, adv, mask):
    return -((lp * mask).sum(-1) * adv).mean()


if __name__ == "__main__":
    z = torch.randn(4, 6)
    a = torch.tensor([0, 5, 2, 2])
    assert torch.allclose(action_probs(z, a), z.softmax(-1)[torch.arange(4), a], atol=1e-6)
