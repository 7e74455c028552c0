"""Post-hoc calibration: one temperature fitted on validation logits (Guo et al.)."""
import torch
from torch import nn


class TemperatureScaler(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, logits):
        return logits / self.log_t.exp()

    def fit(self, logits, labels):
        """logits (N, C) of a classifier."""
        crit = nn.CrossEntropyLoss()
        opt = torch.optim.LBFGS([self.log_t], lr=0.1, max_iter=50)

        def closure():
            opt.zero_grad()
            loss = crit(self(logits), labels)
            loss.backward()
            return loss

        opt.step(closure)
        return self

    def ece(self, logits, labels, bins=15):
        conf, pred = self(logits).softmax(dim=1).max(dim=1)
        which = (conf * bins).long().clamp(max=bins - 1)
        err = 0.0
        for b in range(bins):
            m = which == b
            if m.any():
                gap = conf[m].mean() - (pred[m] == labels[m]).float().mean()
                err += m.float().mean() * gap.abs()
        return float(err)
