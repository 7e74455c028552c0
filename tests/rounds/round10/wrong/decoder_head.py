"""Pointer-free LSTM decoder used in the summarisation baseline.

# bug: log_softmax is called without an axis on a [batch, time, vocab] tensor.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Decoder(nn.Module):
    def __init__(self, vocab, dim=256, layers=2, pad=0):
        super().__init__()
        self.pad = pad
        self.emb = nn.Embedding(vocab, dim, padding_idx=pad)
        self.rnn = nn.LSTM(dim, dim, layers, batch_first=True)
        self.proj = nn.Linear(dim, vocab)

    def forward(self, tgt_in, state):
        h, state = self.rnn(self.emb(tgt_in), state)
        return self.proj(h), state

    def sequence_logprob(self, tgt, state):
        """log p(tgt[1:] | tgt[0], source), one number per row."""
        was_training = self.training
        self.eval()
        with torch.no_grad():
            h, _ = self(tgt[:, :-1], state)
            lsm = F.log_softmax(h)  # expect: SEQ105
            gold = tgt[:, 1:]
            per_tok = torch.gather(lsm, 2, gold.unsqueeze(2)).squeeze(2)
            score = per_tok.masked_fill(gold == self.pad, 0.0).sum(1)
        self.train(was_training)
        return score
