"""Validation metrics of the SFT trainer."""
import torch
import torch.nn.functional as F


class ValMetrics:
    def __init__(self, smoothing=0.1):
        self.smoothing = smoothing

    def _ce(self, z, y, **kw):
        return F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100, **kw)

    @torch.no_grad()
    def __call__(self, model, batch):
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        z, y = out.logits[:, :-1].float(), batch["labels"][:, 1:]
        m = y != -100
        tok = -self._ce(z, y, reduction="none").view_as(y)
        per_row = tok.sum(-1) / m.sum(-1).clamp(min=1)
        return {
            "val/loss": self._ce(z, y, label_smoothing=self.smoothing).item(),
            "val/perplexity": self._ce(z, y).exp().item(),
            "val/response_logp": per_row.tolist(),
        }
