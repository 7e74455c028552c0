"""Log-probs of rollouts under the sampling distribution (temperature included) for the importance ratio."""
import torch


class SamplingLogps:
    def __init__(self, temperature: float, chunk: int = 4):
        self.temperature = temperature
        self.chunk = chunk

    def _chunk(self, model, ids, att, n):
        z = model(input_ids=ids, attention_mask=att).logits[:, :-1][:, -n:].float()
        z = z / self.temperature
        y = ids[:, -n:]
        chosen = z.gather(-1, y[..., None]).squeeze(-1)
        return chosen - z.logsumexp(-1)

    def __call__(self, model, ids, att, n):
        parts = [self._chunk(model, i, a, n) for i, a in zip(ids.split(self.chunk), att.split(self.chunk))]
        return torch.cat(parts)


def surrogate(new, old, adv, live, eps=0.2):
    ratio = torch.exp(new - old)
    unclipped = ratio * adv[:, None]
    clipped = ratio.clamp(1 - eps, 1 + eps) * adv[:, None]
    per_row = (torch.minimum(unclipped, clipped) * live).sum(1) / live.sum(1).clamp(min=1)
    return -per_row.mean()
