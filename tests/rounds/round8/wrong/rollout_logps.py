"""Recompute the behaviour policy's log-probs for a buffer of rollouts.

# bug: normalised log-probabilities are divided by the temperature and never normalised again.
"""
import torch
import torch.nn.functional as F


class RolloutRescorer:
    def __init__(self, policy, temperature: float, micro_batch: int = 8):
        self.policy = policy.eval()
        self.temperature = temperature
        self.micro_batch = micro_batch

    @torch.no_grad()
    def _one(self, ids, attn):
        z = self.policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        table = F.log_softmax(z, dim=-1)
        table = table / self.temperature  # expect: SEQ109
        return torch.gather(table, 2, ids[:, 1:, None])[..., 0]

    def __call__(self, ids, attn, response_mask):
        """Log-prob of every response token at the sampling temperature; 0 elsewhere."""
        chunks = []
        for lo in range(0, ids.size(0), self.micro_batch):
            sl = slice(lo, lo + self.micro_batch)
            chunks.append(self._one(ids[sl], attn[sl]))
        return torch.cat(chunks) * response_mask[:, 1:]
