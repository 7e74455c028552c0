"""Shared helpers of the test-suite: a tiny model, a right-padded batch and a per-row oracle.

# bug: targets come from roll, so the first token is scored at the last place
# bug: the masked losses are averaged over the padded width instead of over the real targets
"""
import pytest
import torch
import torch.nn.functional as F
from transformers import GPT2Config, GPT2LMHeadModel

WORDS = 97


@pytest.fixture(scope="session")
def tiny():
    torch.manual_seed(11)
    cfg = GPT2Config(vocab_size=WORDS, n_positions=64, n_embd=32, n_layer=2, n_head=2)
    return GPT2LMHeadModel(cfg).eval()


@pytest.fixture
def ragged():
    gen = torch.Generator().manual_seed(5)
    sizes = torch.tensor([12, 7, 4])
    ids = torch.randint(1, WORDS, (3, 12), generator=gen)
    attn = (torch.arange(12)[None] < sizes[:, None]).long()
    return {"input_ids": ids * attn, "attention_mask": attn}


@torch.no_grad()
def per_row_nll(net, batch):
    """Mean negative log-likelihood per real target token, one figure per row."""
    z = net(**batch).logits.float()
    wanted = batch["input_ids"].roll(-1, dims=1)  # expect: SEQ206
    valid = batch["attention_mask"].roll(-1, dims=1)  # expect-near: SEQ206
    cost = F.cross_entropy(z.transpose(1, 2), wanted, reduction="none")
    return (cost * valid).mean(dim=1)  # expect: SEQ303


def test_same_rows_same_figures(tiny, ragged):
    once = per_row_nll(tiny, ragged)
    again = per_row_nll(tiny, {k: v.clone() for k, v in ragged.items()})
    assert torch.allclose(once, again)
    assert (once > 0).all()
