# %% [markdown]
"""Exercise sheet 3, word-level LSTM language model.

# bug: log_softmax of a (batch, time, vocabulary) tensor is called without an axis
# bug: the perplexity is the exponential of the mean log-probability, not of its negative
"""
# %%
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


# %%
class WordLM(nn.Module):
    def __init__(self, n_words, d=200):
        super().__init__()
        self.emb = nn.Embedding(n_words, d)
        self.rnn = nn.LSTM(d, d, num_layers=2, batch_first=True, dropout=0.3)
        self.out = nn.Linear(d, n_words)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)


# %%
def evaluate(net, loader, pad):
    """Perplexity of the held-out sentences."""
    net.eval()
    acc, count = 0.0, 0
    with torch.no_grad():
        for seq in loader:
            x, y = seq[:, :-1], seq[:, 1:]
            lp = F.log_softmax(net(x))  # expect: SEQ105
            picked = lp.gather(2, y.unsqueeze(2)).squeeze(2)
            real = y.ne(pad)
            acc += picked[real].sum().item()
            count += real.sum().item()
    return math.exp(acc / count)  # expect: SEQ413


# %%
def run(train, valid, n_words, pad, epochs=6):
    net = WordLM(n_words)
    opt = torch.optim.Adam(net.parameters(), lr=2e-3)
    crit = nn.CrossEntropyLoss(ignore_index=pad)
    for ep in range(epochs):
        net.train()
        for seq in train:
            z = net(seq[:, :-1])
            loss = crit(z.flatten(0, 1), seq[:, 1:].flatten())
            opt.zero_grad()
            loss.backward()
            opt.step()
        print(ep, "valid ppl", evaluate(net, valid, pad))
