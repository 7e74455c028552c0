"""Scores with -inf at forbidden tokens: masked by selection, not by multiplication."""
import torch


def constrained_scores(z, ids, mask, banned):
    z = z.float().index_fill(-1, banned, float("-inf"))
    got = z.log_softmax(dim=-1).gather(-1, ids[..., None]).squeeze(-1)
    return torch.where(mask.bool(), got, torch.zeros_like(got)).sum(-1)


def nan_totals(matrix):
    """Rows of log-probs padded with NaN."""
    return torch.nansum(matrix, dim=1)


if __name__ == "__main__":
    torch.manual_seed(0)
    out = constrained_scores(torch.randn(2, 3, 5), torch.tensor([[1, 2, 0], [2, 3, 0]]),
                             torch.tensor([[1, 1, 0], [1, 1, 0]]), torch.tensor([0]))
    assert torch.isfinite(out).all()
