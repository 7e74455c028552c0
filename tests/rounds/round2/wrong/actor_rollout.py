"""Actor that replays stored responses and returns their log-probabilities for PPO.

# bug: probabilities are handed to Categorical as logits and normalised a second time
"""
import torch
from torch import nn
from torch.distributions import Categorical


class Actor(nn.Module):
    def __init__(self, trunk: nn.Module):
        super().__init__()
        self.trunk = trunk

    def distribution(self, tokens, attn):
        raw = self.trunk(tokens, attention_mask=attn).logits[:, :-1].float()
        probs = raw.softmax(-1)  # expect-near: SEQ106
        return Categorical(logits=probs)  # expect: SEQ106

    def evaluate_actions(self, tokens, attn, action_mask):
        """action_mask (B, T - 1) is 1 where the next token was produced by the policy."""
        dist = self.distribution(tokens, attn)
        logp = dist.log_prob(tokens[:, 1:]) * action_mask
        ent = dist.entropy() * action_mask
        return logp, ent


def ppo_objective(new, old, adv, mask, clip=0.2):
    ratio = torch.exp(new - old)
    a = ratio * adv
    b = ratio.clamp(1 - clip, 1 + clip) * adv
    return -(torch.min(a, b) * mask).sum() / mask.sum().clamp(min=1)
