"""Word-level LSTM language model.

# bug: NLLLoss receives the decoder's raw scores, no log_softmax stands between them.
"""
import torch
from torch import nn


class WordLM(nn.Module):
    def __init__(self, v, e=200, h=400, drop=0.3):
        super().__init__()
        self.emb = nn.Embedding(v, e)
        self.rnn = nn.LSTM(e, h, batch_first=True)
        self.drop = nn.Dropout(drop)
        self.dec = nn.Linear(h, v)

    def forward(self, x, hid=None):
        y, hid = self.rnn(self.drop(self.emb(x)), hid)
        return self.dec(self.drop(y)), hid


class Trainer:
    def __init__(self, net, lr=2e-3, clip=0.25):
        self.net, self.clip = net, clip
        self.opt = torch.optim.AdamW(net.parameters(), lr=lr)
        self.criterion = nn.NLLLoss()

    def fit_epoch(self, blocks):
        self.net.train()
        hid = None
        for blk in blocks:
            src, tgt = blk[:, :-1], blk[:, 1:]
            if hid is not None:
                hid = tuple(h.detach() for h in hid)
            out, hid = self.net(src, hid)
            loss = self.criterion(out.reshape(-1, out.size(-1)), tgt.reshape(-1))  # expect: SEQ113
            self.opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.net.parameters(), self.clip)
            self.opt.step()
