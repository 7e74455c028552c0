"""Attention-free seq2seq; replies are re-scored with the decoder."""
import torch
from torch import nn


class ReplyModel(nn.Module):
    def __init__(self, n_vocab, d=256):
        super().__init__()
        self.embed = nn.Embedding(n_vocab, d, padding_idx=0)
        self.enc = nn.GRU(d, d, batch_first=True)
        self.dec = nn.GRU(d, d, batch_first=True)
        self.head = nn.Linear(d, n_vocab)
        self.softmax = nn.LogSoftmax(dim=2)

    def forward(self, question, reply_in):
        _, state = self.enc(self.embed(question))
        hidden, _ = self.dec(self.embed(reply_in), state)
        return self.softmax(self.head(hidden))


@torch.no_grad()
def score_replies(model, question, replies, sos=1, eos=2):
    """question (1, T); replies: lists of word ids. Returns log p(reply, EOS | question)."""
    model.eval()
    out = []
    for words in replies:
        src = torch.tensor([[sos, *words]])
        dst = torch.tensor([*words, eos])
        probs = model(question, src)[0]
        out.append(probs[range(len(dst)), dst].sum().item())
    return out
