"""Word LSTM for song lines; y is x moved one word ahead by the dataset, 0 is padding."""
import torch
from torch import nn


class Songwriter(nn.Module):
    def __init__(self, vocab, dim=128, hid=256):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim, padding_idx=0)
        self.rnn = nn.GRU(dim, hid, batch_first=True)
        self.out = nn.Sequential(nn.Linear(hid, vocab), nn.LogSoftmax(dim=-1))

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)


criterion = nn.NLLLoss(ignore_index=0, reduction="sum")


@torch.no_grad()
def perplexity(model, loader):
    model.eval()
    total, n = 0.0, 0
    for x, y in loader:
        logits = model(x)
        total += criterion(logits.flatten(0, 1), y.flatten()).item()
        n += (y != 0).sum().item()
    return torch.exp(torch.tensor(total / max(n, 1))).item()
