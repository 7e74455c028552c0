"""Two small language models for teaching.

# bug: NLLLoss is fed the linear layer's output, no log_softmax anywhere; the one-hot selection is taken from the output layer's logits, not from log-probabilities.
"""
import torch
import torch.nn.functional as F
from torch import nn


class TinyLM(nn.Module):
    def __init__(self, vocab, d=128, heads=4, depth=2):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)
        self.pos = nn.Embedding(512, d)
        layer = nn.TransformerEncoderLayer(d, heads, 4 * d, batch_first=True)
        self.body = nn.TransformerEncoder(layer, depth)
        self.head = nn.Linear(d, vocab)

    def forward(self, ids):
        t = ids.shape[1]
        causal = nn.Transformer.generate_square_subsequent_mask(t)
        h = self.tok(ids) + self.pos(torch.arange(t))
        return self.head(self.body(h, mask=causal, is_causal=True))


def epoch(lm, blocks, opt):
    nll = nn.NLLLoss()
    for block in blocks:
        x, y = block[:, :-1], block[:, 1:]
        scores = lm(x)
        loss = nll(scores.reshape(-1, scores.size(-1)), y.reshape(-1))  # expect: SEQ113
        opt.zero_grad()
        loss.backward()
        opt.step()


class CharLM(nn.Module):
    def __init__(self, n_chars, width=256):
        super().__init__()
        self.n_chars = n_chars
        self.emb = nn.Embedding(n_chars, width)
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.out = nn.Linear(width, n_chars)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)

    def sentence_logprob(self, x, lengths):
        """x: (B, T) padded character ids -> (B,) log-probability of every sentence."""
        y = self(x[:, :-1])
        target = F.one_hot(x[:, 1:], self.n_chars).to(y.dtype)
        valid = torch.arange(x.size(1) - 1, device=x.device)[None, :] < (lengths - 1)[:, None]
        per_char = (y * target).sum(-1)  # expect-near: SEQ101
        return (per_char * valid).sum(-1)  # expect: SEQ101
