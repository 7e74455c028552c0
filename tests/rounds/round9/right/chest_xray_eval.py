"""Multi-label chest X-ray head next to a single-label view classifier."""
import torch
import torch.nn.functional as F


class Evaluator:
    def __init__(self, net, smoothing=0.1):
        self.net = net
        self.train_loss = torch.nn.CrossEntropyLoss(label_smoothing=smoothing)

    @torch.no_grad()
    def run(self, loader):
        self.net.eval()
        nll = hits = n = 0.0
        findings = []
        for img, view, _ in loader:
            z_view, z_find = self.net(img)
            nll += F.cross_entropy(z_view, view, reduction="sum").item()
            p = F.softmax(z_view, dim=1)
            conf, guess = p.max(dim=1)
            hits += ((guess == view) & (conf > 0.5)).sum().item()
            findings.append(torch.sigmoid(z_find))
            n += len(view)
        return nll / max(n, 1), hits / max(n, 1), torch.cat(findings)

    def step(self, opt, img, view):
        self.net.train()
        loss = self.train_loss(self.net(img)[0], view)
        opt.zero_grad()
        loss.backward()
        opt.step()
        return loss.item()
