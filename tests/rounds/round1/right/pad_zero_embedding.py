"""Embedding-bag classifier; id 0 is reserved for padding by construction."""
import torch
from torch import nn


class BagClassifier(nn.Module):
    def __init__(self, words, classes, width=64):
        super().__init__()
        self.vocab = {w: i for i, w in enumerate(sorted(words), start=1)}
        self.emb = nn.Embedding(len(self.vocab) + 1, width, padding_idx=0)
        self.out = nn.Linear(width, classes)

    def encode(self, texts):
        rows = [[self.vocab[w] for w in t.split() if w in self.vocab] for t in texts]
        n = max(1, max(len(r) for r in rows))
        return torch.tensor([r + [0] * (n - len(r)) for r in rows])

    def forward(self, ids):
        pad_mask = ids == 0
        h = self.emb(ids).masked_fill(pad_mask[..., None], 0.0)
        n = (~pad_mask).sum(1, keepdim=True).clamp(min=1)
        return self.out(h.sum(1) / n)


if __name__ == "__main__":
    net = BagClassifier({"good", "bad", "film"}, 2)
    a = net(net.encode(["good film", "bad"]))
    b = net(net.encode(["bad"]))
    assert torch.allclose(a[1], b[0], atol=1e-6)
