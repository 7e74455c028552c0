"""Word language model: training epoch and perplexity (follows the classic PyTorch example)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class RNNModel(nn.Module):
    def __init__(self, ntoken, ninp, nhid, nlayers):
        super().__init__()
        self.encoder = nn.Embedding(ntoken, ninp)
        self.rnn = nn.GRU(ninp, nhid, nlayers)
        self.decoder = nn.Linear(nhid, ntoken)
        self.ntoken = ntoken

    def forward(self, x, h=None):
        y, h = self.rnn(self.encoder(x), h)
        logits = self.decoder(y).view(-1, self.ntoken)
        return F.log_softmax(logits, dim=1), h


criterion = nn.NLLLoss()


def perplexity(model, source, bptt=35):
    model.eval()
    nll, seen, h = 0.0, 0, None
    with torch.no_grad():
        for i in range(0, source.size(0) - 1, bptt):
            n = min(bptt, source.size(0) - 1 - i)
            logits, h = model(source[i:i + n], h)
            y = source[i + 1:i + 1 + n].reshape(-1)
            nll += criterion(logits, y).item() * y.numel()
            seen += y.numel()
    return torch.exp(torch.tensor(nll / max(seen, 1))).item()
