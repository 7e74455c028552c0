"""A torchmetrics-like perplexity that accepts un-shifted model output.

# bug: the mask is cut like the inputs ([:, :-1]) while the scored tokens are [:, 1:]
"""
import torch
import torch.nn.functional as F


class TokenPerplexity:
    """exp of the token-weighted mean cross-entropy, accumulated over update() calls."""

    higher_is_better = False

    def __init__(self):
        self.reset()

    def reset(self):
        self._nats = torch.zeros((), dtype=torch.float64)
        self._count = torch.zeros((), dtype=torch.float64)

    @torch.no_grad()
    def update(self, logits: torch.Tensor, input_ids: torch.Tensor, attention_mask: torch.Tensor):
        """logits (B, T, V) as the causal model returned them; right-padded ids and mask (B, T)."""
        pred = logits[:, :-1, :].float()
        gold = input_ids[:, 1:]
        keep = attention_mask[:, :-1].to(pred.dtype)  # expect: SEQ203
        ce = F.cross_entropy(pred.transpose(1, 2), gold, reduction="none")
        self._nats += (ce * keep).sum().double().cpu()  # expect-near: SEQ203
        self._count += keep.sum().double().cpu()

    def compute(self) -> float:
        if self._count == 0:
            return float("nan")
        return torch.exp(self._nats / self._count).item()

    def __call__(self, logits, input_ids, attention_mask):
        self.update(logits, input_ids, attention_mask)
        return self.compute()
