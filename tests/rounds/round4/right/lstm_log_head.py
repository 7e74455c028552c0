"""Word-level LSTM whose forward ends in log_softmax; the variable is called logits all the same."""
import torch
from torch import nn


class WordLM(nn.Module):
    def __init__(self, n_words, dim):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.lstm = nn.LSTM(dim, dim, num_layers=2, batch_first=True)
        self.proj = nn.Linear(dim, n_words)
        self.criterion = nn.NLLLoss()

    def forward(self, x):
        h, _ = self.lstm(self.emb(x))
        return torch.log_softmax(self.proj(h), dim=-1)

    def training_step(self, batch):
        x, y = batch
        logits = self(x)
        return self.criterion(logits.flatten(0, 1), y.flatten())
