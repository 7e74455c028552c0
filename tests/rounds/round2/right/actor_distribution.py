"""Actor for PPO: Categorical over raw logits, or over probabilities by keyword."""
import torch
from torch import nn
from torch.distributions import Categorical


class TokenActor(nn.Module):
    def __init__(self, trunk):
        super().__init__()
        self.trunk = trunk

    def evaluate(self, tokens, attn, action_mask):
        raw = self.trunk(tokens, attention_mask=attn).logits[:, :-1].float()
        dist = Categorical(logits=raw)
        return dist.log_prob(tokens[:, 1:]) * action_mask, dist.entropy() * action_mask

    @torch.no_grad()
    def sample_next(self, tokens):
        p = self.trunk(tokens).logits[:, -1].float().softmax(dim=-1)
        return Categorical(probs=p).sample()


def surrogate(new, old, adv, mask, eps=0.2):
    r = torch.exp(new - old)
    per = torch.minimum(r * adv, torch.clamp(r, 1 - eps, 1 + eps) * adv)
    return -(per * mask).sum() / mask.sum().clamp(min=1)
