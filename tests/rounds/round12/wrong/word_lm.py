"""LSTM word model: held-out evaluation on sentence batches.

# bug: log_softmax has no dim on a (batch, time, vocab) tensor, and batch means of unequal token counts are averaged without weights.
"""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

UNK, PAD = 0, 1


class WordLM(nn.Module):
    def __init__(self, vocab, emb=256, hid=512):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb, padding_idx=PAD)
        self.rnn = nn.LSTM(emb, hid, num_layers=2, batch_first=True, dropout=0.3)
        self.proj = nn.Linear(hid, vocab)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return F.log_softmax(self.proj(h))  # expect: SEQ105


def heldout(net, loader, device):
    net.eval()
    per_batch = []
    with torch.no_grad():
        for sents in loader:
            sents = sents.to(device)
            x, y = sents[:, :-1], sents[:, 1:]
            lp = net(x)
            per_batch.append(F.nll_loss(lp.flatten(0, 1), y.flatten(), ignore_index=PAD).item())  # expect-near: SEQ409
    avg = float(np.mean(per_batch))  # expect: SEQ409
    return {"nll": avg, "ppl": float(np.exp(avg))}


def collate(rows):
    return nn.utils.rnn.pad_sequence(
        [torch.tensor(r) for r in rows], batch_first=True, padding_value=PAD
    )
