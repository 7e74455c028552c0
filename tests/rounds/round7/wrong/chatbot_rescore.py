"""GRU decoder of the chatbot and its response rescoring.

# bug: log_softmax of a 3-D tensor is called without dim, so it normalises over the batch axis.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

PAD, SOS, EOS = 0, 1, 2


class Decoder(nn.Module):
    def __init__(self, vocab, hidden=512, layers=2, drop=0.1):
        super().__init__()
        self.emb = nn.Embedding(vocab, hidden, padding_idx=PAD)
        self.gru = nn.GRU(hidden, hidden, layers, batch_first=True, dropout=drop)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, y_in, state):
        h, state = self.gru(self.emb(y_in), state)
        return self.out(h), state


def response_scores(dec, state, y_in, y_out, lengths):
    """Log-probability of each response; y_in starts with SOS, y_out ends with EOS."""
    dec.eval()
    with torch.no_grad():
        scores, _ = dec(y_in, state)
        lp = F.log_softmax(scores)  # expect: SEQ105
        per_tok = lp.gather(2, y_out.unsqueeze(2)).squeeze(2)
    live = torch.arange(y_out.size(1), device=y_out.device)[None, :] < lengths[:, None]
    return per_tok.masked_fill(~live, 0.0).sum(1)


def rerank(dec, state, y_in, y_out, lengths, replies):
    s = response_scores(dec, state, y_in, y_out, lengths)
    order = s.argsort(descending=True).tolist()
    return [replies[i] for i in order]
