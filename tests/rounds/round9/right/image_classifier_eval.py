"""Validation of a timm image classifier with temperature scaling."""
import timm
import torch
import torch.nn.functional as F


class Calibrator:
    def __init__(self, name="resnet50", num_classes=100):
        self.net = timm.create_model(name, num_classes=num_classes)
        self.log_t = torch.zeros((), requires_grad=True)

    @torch.no_grad()
    def collect(self, loader):
        self.net.eval()
        logits, labels = zip(*[(self.net(x), y) for x, y in loader])
        return torch.cat(logits), torch.cat(labels)

    def fit(self, logits, labels):
        opt = torch.optim.LBFGS([self.log_t], lr=0.1, max_iter=50)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(logits / self.log_t.exp(), labels)
            loss.backward()
            return loss

        opt.step(closure)

    def confidence(self, logits):
        """Top-class probability after calibration."""
        return F.softmax(logits / self.log_t.exp().detach(), dim=1).max(dim=1).values

    def ece(self, logits, labels, bins=15):
        conf, hit = self.confidence(logits), (logits.argmax(1) == labels).float()
        which = (conf * bins).long().clamp(max=bins - 1)
        gaps = [
            (conf[which == b].mean() - hit[which == b].mean()).abs() * (which == b).float().mean()
            for b in range(bins)
            if (which == b).any()
        ]
        return torch.stack(gaps).sum().item()
