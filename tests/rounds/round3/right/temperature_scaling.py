"""Temperature scaling of a classifier (Guo et al.)."""
import torch
from torch import nn


class Calibrated(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, logits):
        return logits / self.log_t.exp()

    def fit(self, logits, labels, steps=100):
        opt = torch.optim.LBFGS([self.log_t], lr=0.1, max_iter=steps)
        nll = nn.CrossEntropyLoss()

        def closure():
            opt.zero_grad()
            loss = nll(self(logits), labels)
            loss.backward()
            return loss

        opt.step(closure)
        return self


def ece(probs, labels, bins=10):
    conf, pred = probs.max(dim=1)
    slot = (conf * bins).long().clamp(max=bins - 1)
    gap = 0.0
    for b in range(bins):
        m = slot == b
        if m.any():
            gap += m.float().mean() * (conf[m].mean() - (pred[m] == labels[m]).float().mean()).abs()
    return float(gap)


if __name__ == "__main__":
    torch.manual_seed(0)
    y = torch.randint(3, (500,))
    z = 8 * (torch.nn.functional.one_hot(y, 3) + 0.8 * torch.randn(500, 3))
    c = Calibrated().fit(z, y)
    assert c.log_t.exp() > 1 and ece(c(z).softmax(1), y) < ece(z.softmax(1), y)
