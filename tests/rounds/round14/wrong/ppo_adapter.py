"""Bridges our rollout buffers to the PPO learner.

# bug: response log-probs are masked with attention_mask[:, :-1] although they belong to ids[:, 1:]; the constrained scores hold -inf and are masked by multiplying.
"""
import torch
import torch.nn.functional as F


def gather_logps(logits, ids):
    return torch.gather(F.log_softmax(logits.float(), dim=-1), 2, ids.unsqueeze(2)).squeeze(2)


class RolloutScorer:
    def __init__(self, policy, forbidden=()):
        self.policy = policy.eval()
        self.forbidden = torch.as_tensor(list(forbidden), dtype=torch.long)

    @torch.no_grad()
    def full_text(self, ids, attention_mask):
        """Right-padded ids -> summed log-prob of each whole text (its first token is the context)."""
        z = self.policy(input_ids=ids, attention_mask=attention_mask).logits
        tok = gather_logps(z[:, :-1], ids[:, 1:])
        return (tok * attention_mask[:, :-1]).sum(dim=1)  # expect: SEQ203

    @torch.no_grad()
    def constrained(self, ids, attention_mask):
        """As full_text, for the decoder in which `forbidden` cannot be emitted (pad is one of them)."""
        z = self.policy(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
        z[..., self.forbidden] = float("-inf")  # expect-near: SEQ606
        tok = gather_logps(z, ids[:, 1:])
        return (tok * attention_mask[:, 1:]).sum(dim=1)  # expect: SEQ606

    def as_rewards(self, ids, attention_mask, scale=0.01):
        return scale * self.full_text(ids, attention_mask)
