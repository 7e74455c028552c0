"""Behaviour-policy log-probs at the rollout temperature, for the PPO ratio."""
import torch


class BehaviourLogps:
    def __init__(self, actor, temperature):
        self.actor = actor
        self.t = temperature

    @torch.no_grad()
    def __call__(self, ids, attn, n_actions):
        z = self.actor(input_ids=ids, attention_mask=attn).logits[:, -n_actions - 1 : -1]
        lp = torch.log_softmax(z.float() / self.t, dim=-1)
        return lp.gather(-1, ids[:, -n_actions:, None]).squeeze(-1)


def clipped_objective(new, old, adv, mask, eps=0.2):
    ratio = (new - old).exp()
    obj = torch.min(ratio * adv, ratio.clamp(1 - eps, 1 + eps) * adv)
    return -(obj * mask).sum() / mask.sum().clamp(min=1)
