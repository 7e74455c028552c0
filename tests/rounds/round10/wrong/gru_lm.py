"""Word-level GRU language model, adapted from a class assignment.

# bug: NLLLoss gets the probabilities of the softmax layer instead of log-probabilities.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class GRULM(nn.Module):
    def __init__(self, n_words, emb=200, hid=200, drop=0.3):
        super().__init__()
        self.emb = nn.Embedding(n_words, emb)
        self.rnn = nn.GRU(emb, hid, batch_first=True)
        self.drop = nn.Dropout(drop)
        self.proj = nn.Linear(hid, n_words)

    def forward(self, x, state=None):
        h, state = self.rnn(self.drop(self.emb(x)), state)
        out = self.proj(self.drop(h))
        return F.softmax(out, dim=2), state  # expect-near: SEQ113


def run_epoch(net, batches, opt=None, pad=0):
    crit = nn.NLLLoss(ignore_index=pad, reduction="sum")
    net.train(opt is not None)
    total, n = 0.0, 0
    with torch.set_grad_enabled(opt is not None):
        for words in batches:
            src, tgt = words[:, :-1], words[:, 1:]
            out, _ = net(src)
            loss = crit(out.reshape(-1, out.size(-1)), tgt.reshape(-1))  # expect: SEQ113
            k = int((tgt != pad).sum())
            if opt is not None:
                opt.zero_grad()
                (loss / max(k, 1)).backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                opt.step()
            total += loss.item()
            n += k
    return total / max(n, 1)
