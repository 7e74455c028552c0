"""Fixtures for policy-gradient tests: an oracle NLL from explicit sums and a batch with ragged rows."""
import pytest
import torch
import torch.nn as nn


class Bigram(nn.Module):
    def __init__(self, v=17):
        super().__init__()
        self.table = nn.Embedding(v, v)

    def forward(self, ids):
        return torch.log_softmax(self.table(ids), dim=-1)


@pytest.fixture(scope="session")
def bigram():
    torch.manual_seed(3)
    return Bigram().eval()


@pytest.fixture
def ragged():
    ids = torch.randint(1, 17, (4, 9))
    lens = torch.tensor([9, 6, 9, 4])
    return ids, torch.arange(9)[None] < lens[:, None]


@pytest.fixture
def corpus_nll(bigram):
    crit = nn.NLLLoss(reduction="sum", ignore_index=-100)

    def run(ids, keep):
        logits = bigram(ids[:, :-1])
        y = ids[:, 1:].masked_fill(~keep[:, 1:], -100)
        return crit(logits.flatten(0, 1), y.flatten())

    return run


def test_rows_add_up(bigram, ragged, corpus_nll):
    ids, keep = ragged
    lp = bigram(ids[:, :-1]).gather(2, ids[:, 1:, None])[..., 0]
    per_row = torch.where(keep[:, 1:], lp, torch.zeros_like(lp)).sum(dim=1)
    assert per_row.shape == (4,)
    total = (lp * keep[:, 1:]).sum()
    torch.testing.assert_close(per_row.sum(), total)
    torch.testing.assert_close(corpus_nll(ids, keep), -total)
