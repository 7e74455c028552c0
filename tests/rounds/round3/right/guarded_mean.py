"""Mean completion log-probs where nothing may remain."""
import torch


def average_logp(token_lp, mask):
    """NaN marks an empty row, so no caller mistakes it for a good score."""
    n = mask.sum(-1)
    mean = (token_lp * mask).sum(-1) / n.clamp(min=1)
    return torch.where(n > 0, mean, torch.full_like(mean, float("nan")))


def content_mean(ids, logprobs, special):
    kept = [lp for i, lp in zip(ids, logprobs) if i not in special]
    if not kept:
        return None
    return sum(kept) / len(kept)


if __name__ == "__main__":
    out = average_logp(torch.tensor([[-1.0, -3.0], [-2.0, -2.0]]), torch.tensor([[1, 1], [0, 0]]))
    assert out[0] == -2 and torch.isnan(out[1])
