"""Evaluate an image classifier: dim=1 of (batch, classes)."""
import torch
import torch.nn.functional as F


class Meter:
    def __init__(self):
        self.correct = self.seen = 0
        self.nll = 0.0
        self.confidence = []

    @torch.no_grad()
    def update(self, net, images, labels):
        outputs = net(images)
        probs = F.softmax(outputs, dim=1)
        conf, pred = probs.max(dim=1)
        self.confidence.extend(conf.tolist())
        self.correct += (pred == labels).sum().item()
        self.nll += F.cross_entropy(outputs, labels, reduction="sum").item()
        self.seen += labels.numel()

    def result(self):
        n = max(self.seen, 1)
        return {"accuracy": self.correct / n, "nll": self.nll / n, "mean_confidence": sum(self.confidence) / n}


if __name__ == "__main__":
    m = Meter()
    m.update(torch.nn.Linear(4, 3), torch.randn(5, 4), torch.tensor([0, 1, 2, 0, 1]))
    assert m.seen == 5 and 1 / 3 <= m.result()["mean_confidence"] <= 1
