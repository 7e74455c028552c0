"""Rollout statistics for the GRPO dashboard: mean response log-prob per sampled completion.

Filtered rollouts come back with an empty response and stay in the batch so that
the group size does not change.

# bug: the -inf filler is multiplied by a zero mask and becomes NaN; and empty responses divide by zero
"""
import torch
from torch.nn.utils.rnn import pad_sequence


class RolloutStats:
    def __init__(self, policy, tracker):
        self.policy = policy
        self.tracker = tracker

    @torch.no_grad()
    def _response_logps(self, prompt, response):
        if len(response) == 0:
            return torch.empty(0)
        seq = torch.tensor([prompt + response])
        z = self.policy(input_ids=seq, attention_mask=torch.ones_like(seq)).logits
        z = z[0, len(prompt) - 1:-1].float()
        return z.log_softmax(-1).gather(-1, seq[0, len(prompt):, None]).squeeze(-1)

    def __call__(self, group, step):
        self.policy.eval()
        rows = [self._response_logps(g["prompt_ids"], g["response_ids"]) for g in group]
        n = torch.tensor([r.numel() for r in rows])
        grid = pad_sequence(rows, batch_first=True, padding_value=float("-inf"))  # expect-near: SEQ606
        mask = (torch.arange(grid.size(1)) < n.unsqueeze(1)).float()
        summed = (grid * mask).sum(dim=1)  # expect: SEQ606
        per_seq = summed / mask.sum(dim=1)  # expect: SEQ611
        self.tracker.log({"rollout/mean_logp": per_seq.mean().item(), "rollout/n": len(group)}, step)
        return per_seq
