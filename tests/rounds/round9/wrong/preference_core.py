"""Shared pieces of the preference trainers (DPO, KTO, cDPO).

# bug: the (batch, time, vocab) scores are normalised over time, dim=1, instead of the vocabulary.
"""
from typing import Dict, Tuple

import torch
import torch.nn.functional as F

IGNORE = -100


class PreferenceMixin:
    """Mixed into a Trainer; expects ``self.beta`` to be set."""

    beta: float = 0.1

    def sequence_logps(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Sum of response log-probs, one value per row."""
        targets = labels[:, 1:]
        keep = targets.ne(IGNORE)
        dist = logits[:, :-1, :].float().log_softmax(dim=1)  # expect: SEQ104
        picked = torch.take_along_dim(dist, targets.masked_fill(~keep, 0).unsqueeze(-1), dim=2)
        return (picked.squeeze(2) * keep).sum(dim=1)

    def concatenated_forward(self, model, batch: Dict[str, torch.Tensor]) -> Tuple[torch.Tensor, torch.Tensor]:
        out = model(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            use_cache=False,
        )
        logps = self.sequence_logps(out.logits, batch["labels"])
        half = logps.shape[0] // 2
        return logps[:half], logps[half:]

    def dpo_loss(self, policy, reference) -> torch.Tensor:
        pi_c, pi_r = policy
        ref_c, ref_r = reference
        margin = (pi_c - pi_r) - (ref_c - ref_r)
        return -F.logsigmoid(self.beta * margin).mean()
