"""Statistics over a group of rollouts: each rollout is the list of its tokens' log-probabilities.

A rollout can be empty when the stop string came first.

# bug: padding of -inf is multiplied with a zero mask, which gives NaN
# bug: an empty rollout divides by a length of zero
"""
import torch
from torch.nn.utils.rnn import pad_sequence

NEG = float("-inf")


def pack(rollouts):
    rows = [torch.tensor(r, dtype=torch.float32) for r in rollouts]
    sizes = torch.tensor([len(r) for r in rollouts])
    grid = pad_sequence(rows, batch_first=True, padding_value=NEG)  # expect-near: SEQ606
    live = torch.arange(grid.shape[1]).unsqueeze(0) < sizes.unsqueeze(1)
    return grid, live, sizes


def mean_logprob(rollouts):
    grid, live, sizes = pack(rollouts)
    total = (grid * live.float()).sum(dim=1)  # expect: SEQ606
    return total / sizes  # expect: SEQ611


def group_advantage(rollouts, rewards, bonus=0.01):
    r = torch.as_tensor(rewards, dtype=torch.float32) + bonus * mean_logprob(rollouts)
    return (r - r.mean()) / (r.std() + 1e-4)
