"""Word LSTM: forward returns log-probabilities, so NLLLoss is the right criterion."""
import torch
from torch import nn


class LogLSTM(nn.Module):
    def __init__(self, n_words, width=200):
        super().__init__()
        self.lookup = nn.Embedding(n_words, width)
        self.lstm = nn.LSTM(width, width, batch_first=True)
        self.decoder = nn.Linear(width, n_words)

    def forward(self, x):
        logits, _ = self.lstm(self.lookup(x))
        logits = torch.log_softmax(self.decoder(logits), dim=-1)
        return logits


def evaluate(model, x):
    nll = nn.NLLLoss(reduction="sum")
    with torch.no_grad():
        logits = model(x[:, :-1])
        total = nll(logits.flatten(0, 1), x[:, 1:].flatten())
    return torch.exp(total / x[:, 1:].numel())


if __name__ == "__main__":
    torch.manual_seed(1)
    assert evaluate(LogLSTM(30, 16), torch.randint(30, (2, 7))) > 1
