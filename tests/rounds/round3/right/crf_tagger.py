"""Linear-chain CRF: raw emission scores are summed along the path, minus the log-partition."""
import torch
from torch import nn


class CRF(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.trans = nn.Parameter(torch.randn(tags, tags) * 0.1)

    def path_score(self, emit, tags):
        """emit (T, K): un-normalised scores; tags (T,)."""
        s = emit[torch.arange(len(tags)), tags].sum()
        return s + self.trans[tags[:-1], tags[1:]].sum()

    def log_partition(self, emit):
        a = emit[0]
        for e in emit[1:]:
            a = torch.logsumexp(a[:, None] + self.trans, dim=0) + e
        return torch.logsumexp(a, dim=0)

    def log_prob(self, emit, tags):
        return self.path_score(emit, tags) - self.log_partition(emit)


if __name__ == "__main__":
    torch.manual_seed(0)
    crf, emit = CRF(3), torch.randn(2, 3)
    total = sum(crf.log_prob(emit, torch.tensor([a, b])).exp() for a in range(3) for b in range(3))
    assert torch.isclose(total, torch.tensor(1.0), atol=1e-5)
