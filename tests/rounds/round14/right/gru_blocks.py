"""GRU language model on packed blocks: training loss and held-out nats per token."""
import torch
from torch import nn


class GRULM(nn.Module):
    def __init__(self, vocab, width=256):
        super().__init__()
        self.emb = nn.Embedding(vocab, width)
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.out = nn.Linear(width, vocab)
        self.norm = nn.LogSoftmax(dim=-1)
        self.criterion = nn.NLLLoss(reduction="sum")

    def forward(self, ids):
        return self.norm(self.out(self.rnn(self.emb(ids))[0]))

    def spent(self, ids):
        lp = self(ids[:, :-1])
        return self.criterion(lp.reshape(-1, lp.size(-1)), ids[:, 1:].reshape(-1))


@torch.no_grad()
def heldout(net, blocks):
    net.eval()
    nats = tokens = 0
    for ids in blocks:
        nats += net.spent(ids).item()
        tokens += ids[:, 1:].numel()
    return nats / max(tokens, 1)
