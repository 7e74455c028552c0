"""Validation of a recurrent word model; token-weighted perplexity."""
import torch
from torch import nn

PADDING = 1


class RecurrentLM(nn.Module):
    def __init__(self, n_words, width=512):
        super().__init__()
        self.lookup = nn.Embedding(n_words, width, padding_idx=PADDING)
        self.cell = nn.LSTM(width, width, 2, batch_first=True, dropout=0.2)
        self.head = nn.Linear(width, n_words)
        self.logsm = nn.LogSoftmax(dim=2)

    def forward(self, x):
        return self.logsm(self.head(self.cell(self.lookup(x))[0]))


@torch.no_grad()
def validate(model, batches):
    model.eval()
    crit = nn.NLLLoss(ignore_index=PADDING, reduction="sum")
    nll, words = 0.0, 0
    for b in batches:
        scores = model(b[:, :-1])
        gold = b[:, 1:].contiguous()
        nll += crit(scores.flatten(end_dim=1), gold.view(-1)).item()
        words += int((gold != PADDING).sum())
    rate = torch.tensor(nll / max(words, 1))
    return {"nll_per_word": rate.item(), "perplexity": rate.exp().item(), "words": words}
