"""Word language model trainer.

# bug: NLLLoss is given the raw decoder output
"""
from torch import nn, optim


class WordLM(nn.Module):
    def __init__(self, n_words, dim=200):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.rnn = nn.LSTM(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, n_words)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)


class Trainer:
    def __init__(self, n_words, lr=1e-3):
        self.net = WordLM(n_words)
        self.criterion = nn.NLLLoss()
        self.opt = optim.Adam(self.net.parameters(), lr=lr)

    def step(self, chunk):
        """chunk: (B, T + 1) token ids, fully packed."""
        self.opt.zero_grad()
        scores = self.net(chunk[:, :-1])
        loss = self.criterion(scores.flatten(0, 1), chunk[:, 1:].flatten())  # expect: SEQ113
        loss.backward()
        self.opt.step()
        return loss.item()
