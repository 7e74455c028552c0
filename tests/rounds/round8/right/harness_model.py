"""Model wrapper for the harness: (sum of log-probs, is_greedy) for token-id requests."""
import torch


class Wrapped:
    def __init__(self, lm, device):
        self.lm = lm.to(device).eval()
        self.device = device
        self.max_length = lm.config.max_position_embeddings

    def _row(self, context, target):
        ids = torch.tensor((context + target)[-(self.max_length + 1):], device=self.device)
        n = len(target)
        if n > self.max_length:
            raise ValueError("target does not fit")
        z = self.lm(ids[None, :-1]).logits[0, -n:].float()
        y = ids[-n:]
        logits = torch.log_softmax(z, dim=-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
        return logits.sum().item(), bool((z.argmax(dim=-1) == y).all())

    @torch.no_grad()
    def loglikelihood(self, requests):
        return [self._row(c, t) for c, t in requests]
