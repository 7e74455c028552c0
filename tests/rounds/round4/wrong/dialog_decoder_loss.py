"""Decoder step of the dialogue model, with the running log-likelihood of the reply.
# bug: log_softmax is called on 3-D decoder output without saying which axis is the vocabulary.
"""
import torch
import torch.nn as nn
import torch.nn.functional as fn


class ReplyDecoder(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, hidden)
        self.rnn = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, reply_in, state):
        h, state = self.rnn(self.embed(reply_in), state)
        return fn.log_softmax(self.out(h)), state  # expect: SEQ105 # expect-near: SEQ104


def reply_loglik(decoder, state, reply, lengths):
    """reply: (B, T) ids that begin with <s>; lengths count the predicted tokens."""
    lp, _ = decoder(reply[:, :-1], state)
    tok = lp.gather(-1, reply[:, 1:, None])[..., 0]
    steps = torch.arange(tok.size(1), device=tok.device)
    return torch.where(steps < lengths[:, None], tok, 0.0).sum(-1)
