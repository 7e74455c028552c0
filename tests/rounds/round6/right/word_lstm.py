"""Word LSTM with a log-softmax head; held-out NLL is summed and divided once."""
import torch
from torch import nn


class WordLSTM(nn.Module):
    def __init__(self, size, emb=200, hid=400):
        super().__init__()
        self.e = nn.Embedding(size, emb, padding_idx=0)
        self.r = nn.LSTM(emb, hid, batch_first=True)
        self.out = nn.Sequential(nn.Linear(hid, size), nn.LogSoftmax(dim=-1))

    def forward(self, w):
        return self.out(self.r(self.e(w))[0])


loss_sum = nn.NLLLoss(ignore_index=0, reduction="sum")


@torch.no_grad()
def heldout(net, loader):
    net.eval()
    nll, n = 0.0, 0
    for w in loader:
        logits = net(w[:, :-1])
        y = w[:, 1:]
        nll += loss_sum(logits.transpose(1, 2), y).item()
        n += int((y != 0).sum())
    per_word = nll / max(n, 1)
    return {"nll": per_word, "ppl": torch.tensor(per_word).exp().item()}
