"""Router of a mixture of experts: top-k of a softmax, renormalised over the chosen experts."""
import torch.nn as nn


class Router(nn.Module):
    def __init__(self, d, experts, k=2):
        super().__init__()
        self.gate = nn.Linear(d, experts, bias=False)
        self.k = k

    def forward(self, h):
        p = self.gate(h).float().softmax(dim=-1)
        w, idx = p.topk(self.k, dim=-1)
        w = w / w.sum(-1, keepdim=True)
        load = p.mean(dim=(0, 1))
        return w, idx, load

    def z_loss(self, h):
        return self.gate(h).float().logsumexp(-1).square().mean()
