"""Cross entropy and its gradient."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pytest_seqscore import SeqScoreInputError, oracle

X = np.random.default_rng(2).normal(0.0, 2.0, (2, 4, 5))
IDS = np.array([[0, 4, 2, 2], [1, 1, -100, 3]])


def test_reductions():
    each = oracle.cross_entropy(X, IDS, "none")
    assert each.shape == (2, 4) and each[1, 2] == 0.0
    np.testing.assert_allclose(each[0], -oracle.token_logprobs(X[0], IDS[0]))
    assert oracle.cross_entropy(X, IDS, "sum") == pytest.approx(each.sum(), rel=1e-15)
    assert oracle.cross_entropy(X, IDS) == pytest.approx(each.sum() / 7, rel=1e-15)
    assert oracle.cross_entropy(X[0], IDS[0], reduction="mean") == -oracle.mean_logprob(X[0], IDS[0])
    assert math.exp(oracle.cross_entropy(X, IDS)) == pytest.approx(
        oracle.corpus_perplexity([(X[0], IDS[0]), {"logits": X[1], "tokens": IDS[1]}])
    )


def test_gradient_is_softmax_minus_one_hot():
    gradient = oracle.cross_entropy_grad(X, IDS)
    one_hot = np.eye(5)[np.maximum(IDS, 0)]
    np.testing.assert_allclose(gradient[0], oracle.softmax(X[0]) - one_hot[0], rtol=1e-13)
    assert (gradient[1, 2] == 0.0).all()
    np.testing.assert_array_equal(oracle.cross_entropy_grad(X, IDS, "mean"), gradient / 7)


@given(
    hnp.arrays(np.float64, (3, 4), elements=st.floats(-5, 5)),
    hnp.arrays(np.int64, 3, elements=st.integers(0, 3)),
    st.integers(0, 2),
    st.integers(0, 3),
)
def test_gradient_is_the_slope_of_the_loss(x, ids, t, v):
    x[:, 0] += 7.0
    step = np.zeros_like(x)
    step[t, v] = 1e-4
    slope = (oracle.cross_entropy(x + step, ids, "sum") - oracle.cross_entropy(x - step, ids, "sum")) / 2e-4
    gradient = oracle.cross_entropy_grad(x, ids)
    assert gradient[t, v] == pytest.approx(slope, abs=1e-7)
    np.testing.assert_allclose(gradient.sum(-1), 0.0, atol=1e-15)


def test_rows_of_ignored_targets_may_be_anything():
    x = X.copy()
    x[1, 2] = np.nan
    assert oracle.cross_entropy(x, IDS) == oracle.cross_entropy(X, IDS)
    np.testing.assert_array_equal(oracle.cross_entropy_grad(x, IDS), oracle.cross_entropy_grad(X, IDS))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: oracle.cross_entropy(X, IDS, "average"), "reduction: found 'average', expected \"mean\" or"),
        (lambda: oracle.cross_entropy_grad(X, IDS, "none"), "reduction: found 'none'"),
        (lambda: oracle.cross_entropy(X.swapaxes(1, 2), IDS), "the vocabulary is the last axis"),
        (lambda: oracle.cross_entropy(X, IDS, ignore_index=0), r"id -100 at \[1, 2\]"),
        (lambda: oracle.cross_entropy(X[0], [-100] * 4), "targets: found none that count"),
        (lambda: oracle.cross_entropy_grad(X[0], [-100] * 4, "mean"), "targets: found none that count"),
        (lambda: oracle.cross_entropy_grad(np.where(X > 3, np.inf, X) + np.nan, IDS), "logits: found NaN"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call()


def test_nothing_that_counts_adds_up_to_nothing():
    assert oracle.cross_entropy(X[0], [-100] * 4, "sum") == 0.0
    assert (oracle.cross_entropy_grad(X[0], [-100] * 4) == 0.0).all()
