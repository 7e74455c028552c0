"""Character RNN with a sentence scorer."""
import torch
import torch.nn.functional as F
from torch import nn


class CharModel(nn.Module):
    def __init__(self, n, width=64):
        super().__init__()
        self.emb = nn.Embedding(n, width)
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.out = nn.Linear(width, n)
        self.lsm = nn.LogSoftmax(dim=2)

    def forward(self, x):
        return self.out(self.rnn(self.emb(x))[0])

    def sentence_logprob(self, x, lengths):
        lp = self.lsm(self(x[:, :-1]))
        pick = (lp * F.one_hot(x[:, 1:], lp.size(-1)).to(lp.dtype)).sum(-1)
        steps = torch.arange(pick.size(1), device=x.device)
        return pick.masked_fill(steps >= (lengths - 1)[:, None], 0.0).sum(1)


if __name__ == "__main__":
    torch.manual_seed(0)
    net = CharModel(7)
    x = torch.randint(0, 7, (2, 6))
    a = net.sentence_logprob(x, torch.tensor([6, 4]))
    b = net.sentence_logprob(x[1:, :4], torch.tensor([4]))
    assert torch.allclose(a[1], b[0], atol=1e-6)
    want = -F.cross_entropy(net(x[:1, :-1])[0], x[0, 1:], reduction="sum")
    assert torch.allclose(a[0], want, atol=1e-5)
