"""Monitoring of rollout groups: mean token log-probability, empty rollouts reported apart."""
import torch


def grid_of(rollouts):
    width = max((len(r) for r in rollouts), default=0)
    grid = torch.full((len(rollouts), width), float("-inf"))
    for i, r in enumerate(rollouts):
        grid[i, : len(r)] = torch.as_tensor(r, dtype=torch.float32)
    n = torch.tensor([len(r) for r in rollouts])
    return grid, n


def mean_logprob(rollouts):
    """Mean per rollout; NaN where there is no token."""
    grid, n = grid_of(rollouts)
    live = torch.arange(grid.shape[1])[None, :] < n[:, None]
    total = torch.where(live, grid, torch.zeros(())).sum(dim=1)
    return torch.where(n > 0, total / n.clamp(min=1), torch.full_like(total, float("nan")))


def report(rollouts, rewards):
    r = torch.as_tensor(rewards, dtype=torch.float32)
    m = mean_logprob(rollouts)
    return {
        "advantage": (r - r.mean()) / (r.std(unbiased=False) + 1e-4),
        "mean_logprob": m.nanmean().item(),
        "empty": int(m.isnan().sum()),
    }
