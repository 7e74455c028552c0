"""Minimal language-model trainer; inputs and targets are cut from the same block."""
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, vocab, width=32):
        super().__init__()
        self.emb = nn.Embedding(vocab, width)
        self.rnn = nn.LSTM(width, width, batch_first=True)
        self.head = nn.Linear(width, vocab)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return torch.log_softmax(self.head(h), dim=-1)


def epoch(net, blocks, opt):
    crit = nn.NLLLoss(reduction="sum")
    nats = count = 0
    for block in blocks:
        lp = net(block[:, :-1])
        y = block[:, 1:]
        loss = crit(lp.flatten(0, 1), y.flatten())
        opt.zero_grad()
        (loss / y.numel()).backward()
        opt.step()
        nats += loss.item()
        count += y.numel()
    return nats / max(count, 1)


if __name__ == "__main__":
    torch.manual_seed(0)
    net = Net(11)
    data = [torch.arange(11).repeat(2, 2) for _ in range(5)]
    opt = torch.optim.Adam(net.parameters(), 0.02)
    first = epoch(net, data, opt)
    for _ in range(20):
        last = epoch(net, data, opt)
    assert last < first
