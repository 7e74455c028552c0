"""Loss-based membership inference features.

# bug: the causal logits are flattened against the very same token ids, unshifted.
"""
import torch
from torch.nn import CrossEntropyLoss
from transformers import AutoModelForCausalLM


class LossFeatures:
    def __init__(self, name, device="cuda"):
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.ce = CrossEntropyLoss(reduction="none")
        self.device = device

    @torch.no_grad()
    def token_losses(self, ids):
        ids = ids.to(self.device)
        out = self.lm(input_ids=ids).logits
        flat = out.view(-1, out.size(-1))
        return self.ce(flat, ids.view(-1))  # expect: SEQ201

    def features(self, ids, frac=0.2):
        """Mean loss and the mean over the `frac` worst tokens (Min-K%) of one text."""
        losses = self.token_losses(ids)
        k = max(1, int(frac * losses.numel()))
        return losses.mean().item(), losses.topk(k).values.mean().item()
