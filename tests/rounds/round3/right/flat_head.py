"""A decoder head for packed tokens; dim=1 is the vocabulary of a 2-D matrix."""
import torch
from torch import nn


class FlatHead(nn.Module):
    def __init__(self, width: int, vocab: int):
        super().__init__()
        self.proj = nn.Linear(width, vocab)
        self.squash = nn.LogSoftmax(dim=1)
        self.crit = nn.NLLLoss(reduction="sum")

    def score(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """hidden (tokens, width) are the states before targets (tokens,)."""
        return -self.crit(self.squash(self.proj(hidden)), targets)


if __name__ == "__main__":
    torch.manual_seed(0)
    head = FlatHead(8, 20)
    h, y = torch.randn(5, 8), torch.randint(20, (5,))
    want = head.proj(h).log_softmax(-1)[torch.arange(5), y].sum()
    assert torch.allclose(head.score(h, y), want)
