"""Per-rollout statistics for the dashboard of the RL run.

`comp` is 1 on the tokens of the completion, laid out like `ids`.

# bug: the completion mask is cut at the end while the targets are cut at the start; the policy entropy sums -p log p over the sampled tokens instead of the vocabulary
"""
from dataclasses import dataclass

import torch


@dataclass
class RolloutStats:
    logp: torch.Tensor
    entropy: torch.Tensor
    length: torch.Tensor


@torch.no_grad()
def rollout_stats(policy, ids, attn, comp) -> RolloutStats:
    z = policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    tgt = ids[:, 1:]
    sel = torch.log_softmax(z, -1).gather(-1, tgt[..., None])[..., 0]
    live = comp[:, :-1].bool()  # expect: SEQ203
    sel = torch.where(live, sel, torch.zeros_like(sel))
    n = live.sum(1)
    h = torch.where(live, -sel.exp() * sel, torch.zeros_like(sel)).sum(1)  # expect: SEQ416
    return RolloutStats(logp=sel.sum(1), entropy=h / n.clamp(min=1), length=n)


def to_scalars(s: RolloutStats, prefix="rollout/"):
    return {
        prefix + "logp": s.logp.mean().item(),
        prefix + "entropy": s.entropy.mean().item(),
        prefix + "length": s.length.float().mean().item(),
    }
