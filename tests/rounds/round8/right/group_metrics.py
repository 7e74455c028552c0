"""Mean response log-prob per rollout; empty responses give NaN-free zeros and are counted apart."""
import torch
from torch.nn.utils.rnn import pad_sequence


def response_means(rows):
    """rows: list of 1-D log-prob tensors, possibly empty."""
    n = torch.tensor([r.numel() for r in rows])
    grid = pad_sequence(rows, batch_first=True, padding_value=float("-inf"))
    live = torch.arange(grid.size(1)) < n.unsqueeze(1)
    total = grid.masked_fill(~live, 0.0).sum(dim=1)
    return total / n.clamp(min=1), n == 0


def log_group(rows, tracker, step):
    means, empty = response_means(rows)
    if bool((~empty).any()):
        tracker.log({"rollout/mean_logp": means[~empty].mean().item()}, step)
    tracker.log({"rollout/empty": int(empty.sum())}, step)
