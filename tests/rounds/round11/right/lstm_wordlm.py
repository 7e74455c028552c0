"""Word LSTM whose forward ends in log_softmax; the variable is called logits by habit."""
import torch
import torch.nn.functional as F
from torch import nn


class LSTMLM(nn.Module):
    def __init__(self, v, h=300):
        super().__init__()
        self.emb, self.rnn, self.out = nn.Embedding(v, h), nn.LSTM(h, h, batch_first=True), nn.Linear(h, v)

    def forward(self, x):
        return F.log_softmax(self.out(self.rnn(self.emb(x))[0]), dim=-1)


crit = nn.NLLLoss()


def train_step(net, opt, block):
    net.train()
    logits = net(block[:, :-1])
    loss = crit(logits.flatten(0, 1), block[:, 1:].flatten())
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.item()


@torch.no_grad()
def val_ppl(net, blocks):
    net.eval()
    s = n = 0
    for b in blocks:
        lp = net(b[:, :-1])
        s += F.nll_loss(lp.flatten(0, 1), b[:, 1:].flatten(), reduction="sum").item()
        n += b[:, 1:].numel()
    return torch.exp(torch.tensor(s / max(n, 1))).item()
