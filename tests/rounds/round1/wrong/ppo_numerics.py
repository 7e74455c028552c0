"""Ratios and recorded log-probs of the PPO trainer.

# bug: log-probabilities are divided by the temperature after log_softmax and never renormalised; np.sum without axis merges all sequences before the ratio is formed.
"""
import numpy as np
import torch
import torch.nn.functional as F


class LogpRecorder:
    def __init__(self, actor, temperature=0.7):
        self.actor = actor
        self.temperature = temperature

    @torch.no_grad()
    def __call__(self, sequences, attention_mask, num_actions):
        y = self.actor(sequences, attention_mask=attention_mask).logits
        lp = F.log_softmax(y[:, :-1].float(), dim=-1)
        lp = lp / self.temperature  # expect: SEQ109
        taken = lp.gather(2, sequences[:, 1:].unsqueeze(2)).squeeze(2)
        return taken[:, -num_actions:]  # expect-near: SEQ109


def importance(new_lp, old_lp, mask, clip=0.2):
    ratio = (new_lp - old_lp).exp()
    clipped = ratio.clamp(1 - clip, 1 + clip)
    return ratio * mask, clipped * mask


def sequence_ratio(new_lp, old_lp, mask):
    """new_lp, old_lp, mask: (B, T) arrays. Returns one importance ratio per sequence."""
    diff = np.where(mask, new_lp - old_lp, 0.0)
    n = np.maximum(mask.sum(axis=1), 1)
    return np.exp(np.sum(diff) / n)  # expect: SEQ408


def surrogate(new_lp, old_lp, mask, adv, eps=3e-4):
    r = sequence_ratio(new_lp, old_lp, mask)
    return np.minimum(r * adv, np.clip(r, 1 - eps, 1 + eps) * adv).mean()
