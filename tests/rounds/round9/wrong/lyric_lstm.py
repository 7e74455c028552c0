"""Word-level LSTM for in-game bard songs.  Batches come as (x, y), y already one step ahead.

# bug: NLLLoss receives softmax probabilities, not log-probabilities
"""
import torch
from torch import nn


class Bard(nn.Module):
    def __init__(self, vocab, dim=128, hid=256):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim, padding_idx=0)
        self.rnn = nn.LSTM(dim, hid, num_layers=2, batch_first=True)
        self.head = nn.Linear(hid, vocab)
        self.norm = nn.Softmax(dim=-1)  # expect-near: SEQ113

    def forward(self, x, state=None):
        h, state = self.rnn(self.emb(x), state)
        return self.norm(self.head(h)), state


class Trainer:
    def __init__(self, net, lr=1e-3):
        self.net = net
        self.crit = nn.NLLLoss(ignore_index=0)  # expect-near: SEQ113
        self.opt = torch.optim.Adam(net.parameters(), lr=lr)

    def step(self, x, y):
        self.net.train()
        out, _ = self.net(x)
        loss = self.crit(out.flatten(0, 1), y.flatten())  # expect: SEQ113
        self.opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.opt.step()
        return loss.item()


def fit(net, loader, epochs=20):
    tr = Trainer(net)
    for ep in range(epochs):
        last = 0.0
        for x, y in loader:
            last = tr.step(x, y)
        print(f"epoch {ep}: {last:.4f}")
