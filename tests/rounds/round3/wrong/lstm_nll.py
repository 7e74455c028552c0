"""Word-level LSTM with a negative log-likelihood objective.

# bug: NLLLoss expects log-probabilities, the model returns the linear layer's output
"""
import torch
from torch import nn


class WordLSTM(nn.Module):
    def __init__(self, n_words, width=200):
        super().__init__()
        self.lookup = nn.Embedding(n_words, width)
        self.lstm = nn.LSTM(width, width, num_layers=2)
        self.decoder = nn.Linear(width, n_words)

    def forward(self, x, state=None):
        h, state = self.lstm(self.lookup(x), state)
        return self.decoder(h).flatten(0, 1), state


def evaluate(model, data, bptt=35):
    """Mean loss over a (length, batch) tensor of word ids."""
    crit = nn.NLLLoss(reduction="sum")
    total, seen, state = 0.0, 0, None
    model.eval()
    with torch.no_grad():
        for i in range(0, data.size(0) - 1, bptt):
            span = min(bptt, data.size(0) - 1 - i)
            x, y = data[i : i + span], data[i + 1 : i + 1 + span].reshape(-1)
            out, state = model(x, state)
            total += crit(out, y).item()  # expect: SEQ113
            seen += y.numel()
    return total / seen
