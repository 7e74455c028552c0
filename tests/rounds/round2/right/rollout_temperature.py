"""Behaviour log-probs of rollouts sampled at T: scale the logits, then normalise."""
import torch


class BehaviourLogprobs:
    def __init__(self, actor, temperature):
        self.actor = actor
        self.temperature = temperature

    @torch.no_grad()
    def __call__(self, ids, attn, response):
        z = self.actor(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        z = z / self.temperature
        lp = z.gather(-1, ids[:, 1:, None]).squeeze(-1) - z.logsumexp(-1)
        return torch.where(response[:, 1:].bool(), lp, torch.zeros_like(lp))
