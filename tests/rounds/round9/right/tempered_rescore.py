"""Policy log-probabilities at the sampling temperature, from a fresh forward pass."""
from dataclasses import dataclass

import torch


@dataclass
class Episode:
    ids: torch.Tensor
    n_prompt: int


class TemperedPolicy:
    """pi_tau(y | x) = softmax(z / tau): the policy that the rollouts were drawn from."""

    def __init__(self, net, tau=0.7):
        self.net, self.tau = net.eval(), tau

    @torch.no_grad()
    def reply_logprobs(self, ep):
        z = self.net(ep.ids[None]).logits[0, ep.n_prompt - 1:-1]
        scaled = z.float() / self.tau
        return torch.log_softmax(scaled, dim=-1).gather(-1, ep.ids[ep.n_prompt:, None])[:, 0]

    def sequence_logprob(self, ep):
        return self.reply_logprobs(ep).sum()


def importance_ratios(new, old, ep, clip=0.2):
    """PPO ratios per token, clipped."""
    r = (new.reply_logprobs(ep) - old.reply_logprobs(ep)).exp()
    return r, r.clamp(1 - clip, 1 + clip)
