"""pytest helpers: identities between spellings of the same score, on a three-step toy distribution."""
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

STEPS = torch.tensor([[2.0, 0.5, -1.0], [0.1, 0.2, 0.3], [-2.0, 1.0, 4.0]])
IDS = torch.tensor([0, 2, 2])


@pytest.fixture
def lp():
    return F.log_softmax(STEPS, dim=1)[torch.arange(3), IDS]


def test_product_and_sum(lp):
    assert math.isclose(lp.exp().prod().item(), lp.sum().exp().item(), rel_tol=1e-6)


def test_cross_entropy_is_the_mean(lp):
    torch.testing.assert_close(F.cross_entropy(STEPS, IDS), -lp.mean())
    torch.testing.assert_close(F.nll_loss(F.log_softmax(STEPS, dim=1), IDS, reduction="sum"), -lp.sum())


def test_log_softmax_twice_is_harmless(lp):
    once = F.log_softmax(STEPS, dim=-1)
    torch.testing.assert_close(F.log_softmax(once, dim=-1), once)


def test_categorical(lp):
    c = torch.distributions.Categorical(logits=STEPS)
    torch.testing.assert_close(c.log_prob(IDS), lp)


def test_bits(lp):
    nats = lp.double().numpy()
    assert np.isclose(2 ** (-(nats / np.log(2)).mean()), np.exp(-nats.mean()))


@pytest.mark.parametrize("shift", [-300.0, 0.0, 300.0])
def test_shift_invariance(shift, lp):
    z = STEPS.double() + shift
    got = z.gather(1, IDS[:, None])[:, 0] - z.logsumexp(dim=1)
    torch.testing.assert_close(got.float(), lp)
