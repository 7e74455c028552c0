"""Scores of a text-game agent's actions: log p(action tokens | observation tokens)."""
from typing import Sequence

import torch


class ActionRanker:
    """Keeps the decoder frozen; one forward pass per action."""

    def __init__(self, decoder):
        self.decoder = decoder.eval()

    @torch.inference_mode()
    def logits_sum(self, observation: Sequence[int], action: Sequence[int]) -> float:
        n = len(observation)
        ids = torch.as_tensor([[*observation, *action]])
        logits = self.decoder(input_ids=ids).logits[0, n - 1:-1].float()
        chosen = logits.gather(1, ids[0, n:].unsqueeze(1)).squeeze(1)
        logits = chosen - logits.logsumexp(dim=1)
        return logits.sum().item()

    def choose(self, observation, actions):
        """actions: mapping of a name to its token ids"""
        return max(actions, key=lambda name: self.logits_sum(observation, actions[name]))
