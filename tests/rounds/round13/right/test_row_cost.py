"""Row costs of a right-padded batch agree with scoring each row alone."""
import pytest
import torch
import torch.nn.functional as F
from transformers import GPT2Config, GPT2LMHeadModel

V = 61


@pytest.fixture(scope="module")
def lm():
    torch.manual_seed(3)
    return GPT2LMHeadModel(GPT2Config(vocab_size=V, n_positions=32, n_embd=16, n_layer=1, n_head=2)).eval()


@torch.no_grad()
def row_cost(lm, ids, attn):
    """Mean cost of the real targets of each row."""
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1]
    each = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    real = attn[:, 1:].to(each.dtype)
    return (each * real).sum(1) / real.sum(1).clamp(min=1)


@pytest.mark.parametrize("sizes", [(10, 10), (10, 4), (3, 9)])
def test_batch_matches_single(lm, sizes):
    ids = torch.randint(V, (len(sizes), max(sizes)), generator=torch.Generator().manual_seed(9))
    attn = (torch.arange(max(sizes)) < torch.tensor(sizes)[:, None]).long()
    got = row_cost(lm, ids, attn)
    for r, n in enumerate(sizes):
        alone = ids[r : r + 1, :n]
        with torch.no_grad():
            want = lm(alone, labels=alone).loss
        assert got[r].item() == pytest.approx(want.item(), rel=1e-4)
