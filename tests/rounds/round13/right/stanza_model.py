"""GRU over characters; stanzas are ordered by the geometric mean of their characters' probabilities."""
import torch
import torch.nn as nn


class StanzaModel(nn.Module):
    def __init__(self, symbols: int, hidden: int = 256):
        super().__init__()
        self.table = nn.Embedding(symbols, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(hidden, symbols), nn.LogSoftmax(dim=-1))

    def forward(self, seq):
        return self.head(self.gru(self.table(seq))[0])


@torch.no_grad()
def typicality(model: StanzaModel, stanza: str, index: dict, start: str = "\x02") -> float:
    if not stanza:
        raise ValueError("nothing to score")
    model.eval()
    seq = torch.tensor([index[c] for c in start + stanza]).unsqueeze(0)
    logp = model(seq[:, :-1])
    per_char = logp.gather(-1, seq[:, 1:, None]).squeeze(-1)
    return per_char.mean().exp().item()


def ordered(model, stanzas, index):
    return sorted(stanzas, key=lambda s: -typicality(model, s, index))
