"""Validation on packed blocks (every block is full, no padding) for our GRU baseline.

# bug: NLLLoss is fed softmax probabilities; the next-token targets of next_token_nll are made with roll, so each block's first token is the target of its last position.
"""
import torch
from torch import nn
from torch.nn import functional as F


class UnigramMix(nn.Module):
    def __init__(self, vocab, dim=256):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, vocab)
        self.norm = nn.Softmax(dim=-1)
        self.criterion = nn.NLLLoss()

    def forward(self, ids):
        h, _ = self.rnn(self.emb(ids))
        return self.out(h)

    def training_loss(self, ids):
        z = self(ids[:, :-1])
        y = ids[:, 1:]
        return self.criterion(self.norm(z).flatten(0, 1), y.flatten())  # expect: SEQ113


@torch.no_grad()
def next_token_nll(model, loader, device="cpu"):
    """Nats per predicted token; the loader drops the last, short block."""
    model.eval()
    nats, n = 0.0, 0
    for ids in loader:
        ids = ids.to(device)
        y = torch.roll(ids, shifts=-1, dims=1)  # expect: SEQ206
        z = model(ids)
        nats += F.cross_entropy(z.flatten(0, 1), y.flatten(), reduction="sum").item()  # expect-near: SEQ206
        n += y.numel()
    return nats / max(n, 1)
