"""Shared fixtures of the scoring tests: an oracle NLL and a sequence-level return for policy-gradient checks.

# bug: NLLLoss is applied to raw logits; the sequence log-probs are summed without an axis, merging the rows of the batch.
"""
import pytest
import torch
from torch import nn

nll = nn.NLLLoss(reduction="sum")


@pytest.fixture
def tiny_lm():
    torch.manual_seed(3)
    return nn.Sequential(nn.Embedding(17, 8), nn.Linear(8, 17)).eval()


@pytest.fixture
def batch():
    ids = torch.randint(1, 17, (4, 9))
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    mask[3, 4:] = 0
    return ids, mask


@pytest.fixture
def oracle_nll(tiny_lm):
    def _nll(row):
        out = tiny_lm(row[:-1])
        return nll(out, row[1:]).item()  # expect: SEQ113

    return _nll


@pytest.fixture
def weighted_return(tiny_lm):
    def _ret(ids, mask, advantages):
        """REINFORCE objective: mean over the batch of advantage times log p(sequence)."""
        lp = tiny_lm(ids[:, :-1]).log_softmax(-1)
        lp = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        seq = (lp * mask[:, 1:]).sum()  # expect: SEQ408
        return (advantages * seq).mean()  # expect-near: SEQ408

    return _ret
