"""Top-k router of a mixture-of-experts layer with the usual auxiliary losses."""
import torch
import torch.nn.functional as F
from torch import nn


class Router(nn.Module):
    def __init__(self, width, experts, k=2):
        super().__init__()
        self.gate = nn.Linear(width, experts, bias=False)
        self.k = k

    def forward(self, x):
        logits = self.gate(x).float()
        probs = logits.softmax(dim=-1)
        weight, index = probs.topk(self.k, dim=-1)
        weight = weight / weight.sum(dim=-1, keepdim=True)
        return weight, index, self.balance(probs, index), self.z_loss(logits)

    def balance(self, probs, index):
        n = probs.size(-1)
        load = F.one_hot(index, n).float().sum(-2).mean(dim=tuple(range(index.dim() - 1)))
        importance = probs.mean(dim=tuple(range(probs.dim() - 1)))
        return n * (load * importance).sum()

    @staticmethod
    def z_loss(logits):
        return torch.logsumexp(logits, dim=-1).pow(2).mean()


if __name__ == "__main__":
    w, i, bal, z = Router(16, 8)(torch.randn(4, 10, 16))
    assert torch.allclose(w.sum(-1), torch.ones(4, 10))
    print(bal.item(), z.item())
