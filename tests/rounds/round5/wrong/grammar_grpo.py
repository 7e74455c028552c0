"""GRPO statistics for grammar-constrained rollouts (tool-call JSON).

Tokens the grammar forbids get -inf before the normalisation, as they did during the rollout.

# bug: log-probs that can be -inf at masked positions are masked by multiplying with 0, and p * log p is evaluated where p = 0
"""
import torch


class GrammarStats:
    def __init__(self, model, beta=0.04):
        self.model = model
        self.beta = beta

    def _dist(self, batch):
        n = batch["completion_ids"].size(1)
        ids = torch.cat([batch["prompt_ids"], batch["completion_ids"]], dim=1)
        att = torch.cat([batch["prompt_mask"], batch["completion_mask"]], dim=1)
        z = self.model(input_ids=ids, attention_mask=att).logits[:, -n - 1:-1].float()
        z = z.masked_fill(~batch["allowed"], float("-inf"))
        return z.log_softmax(-1)

    def entropy(self, dist):
        return -(dist.exp() * dist).sum(-1)  # expect: SEQ610

    def sequence_logp(self, dist, ids, mask):
        tok = dist.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
        return (tok * mask).sum(-1)  # expect: SEQ606

    @torch.no_grad()
    def __call__(self, batch):
        dist = self._dist(batch)
        live = batch["completion_mask"].bool()
        h = self.entropy(dist)
        return {
            "logp": self.sequence_logp(dist, batch["completion_ids"], batch["completion_mask"]),
            "entropy": torch.where(live, h, 0.0).sum() / live.sum().clamp(min=1),
        }
