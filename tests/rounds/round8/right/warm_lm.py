"""Language model with a temperature dial; T = 1 is the model itself."""
from dataclasses import dataclass
from typing import Any

import torch


@dataclass
class WarmLM:
    lm: Any
    tok: Any
    temperature: float = 1.0

    def __post_init__(self):
        self.lm.eval()

    @torch.no_grad()
    def token_logps(self, text):
        """log p_T of every token after the first, renormalised at temperature T."""
        ids = self.tok(text, return_tensors="pt").input_ids
        z = self.lm(ids).logits[:, :-1].float() / self.temperature
        return z.log_softmax(-1).gather(-1, ids[:, 1:, None])[0, :, 0]

    def geometric_mean_probability(self, text):
        t = self.token_logps(text)
        return t.mean().exp().item() if t.numel() else float("nan")

    def perplexity(self, text):
        """Perplexity of the tempered distribution."""
        t = self.token_logps(text)
        return t.mean().neg().exp().item() if t.numel() else float("nan")
