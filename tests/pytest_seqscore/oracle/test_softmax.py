"""Properties of distributions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pytest_seqscore import SeqScoreInputError, oracle

rows = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 8)), elements=st.floats(-800, 800))


@given(rows)
def test_probabilities_sum_to_one(x):
    p = oracle.softmax(x)
    assert (p >= 0).all() and np.allclose(p.sum(-1), 1.0, rtol=1e-14)
    np.testing.assert_allclose(np.exp(oracle.log_softmax(x)), p, rtol=1e-12, atol=1e-300)


@given(rows, st.sampled_from([1.0, -256.0, 4096.0]))
def test_a_constant_changes_nothing(x, constant):
    x = np.round(x * 16) / 16  # so that adding is exact
    np.testing.assert_array_equal(oracle.log_softmax(x), oracle.log_softmax(x + constant))
    np.testing.assert_array_equal(oracle.entropy(x), oracle.entropy(x + constant))


@given(rows, st.randoms(use_true_random=False))
def test_the_vocabulary_has_no_order(x, random):
    order = list(range(x.shape[1]))
    random.shuffle(order)
    np.testing.assert_allclose(
        oracle.log_softmax(x[:, order]), oracle.log_softmax(x)[:, order], rtol=1e-13, atol=1e-300
    )
    np.testing.assert_allclose(oracle.entropy(x[:, order]), oracle.entropy(x), rtol=1e-12, atol=1e-300)


@given(rows)
def test_entropy_lies_between_0_and_log_v(x):
    h = oracle.entropy(x)
    assert (h >= 0).all() and (h <= math.log(x.shape[1]) * (1 + 1e-14) + 1e-15).all()


@given(rows)
def test_divergence_from_itself_is_0_and_from_others_is_not_negative(x):
    assert (oracle.kl_divergence(x, x) == 0).all()
    assert (oracle.kl_divergence(x, x[::-1].copy()) >= 0).all()


@given(rows, st.floats(0.1, 5.0))
def test_temperature_divides_the_logits(x, t):
    np.testing.assert_allclose(
        oracle.log_softmax(x, temperature=t), oracle.log_softmax(x / t), rtol=1e-11, atol=1e-12
    )


@given(rows)
def test_logsumexp_is_what_log_softmax_subtracts(x):
    np.testing.assert_allclose(
        x - oracle.logsumexp(x)[:, None], oracle.log_softmax(x), rtol=1e-12, atol=1e-12
    )


def test_axes():
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    for axis in (0, 1, 2):
        np.testing.assert_array_equal(
            oracle.softmax(x, axis), np.moveaxis(oracle.softmax(np.moveaxis(x, axis, -1)), -1, axis)
        )
        assert oracle.logsumexp(x, axis).shape == tuple(np.delete(x.shape, axis))
        np.testing.assert_allclose(np.exp(oracle.logsumexp(x, axis)), np.exp(x).sum(axis), rtol=1e-13)


def test_one_row_gives_plain_floats():
    assert type(oracle.logsumexp([0.0, 1.0])) is float and type(oracle.entropy([0.0, 1.0])) is float
    assert type(oracle.kl_divergence([0.0, 1.0], [1.0, 0.0])) is float
    assert oracle.softmax([2.0, 1.0, 0.1]).round(3).tolist() == [0.659, 0.242, 0.099]


def test_logits_of_ten_thousand():
    np.testing.assert_allclose(oracle.softmax([1e4, 1e4]), [0.5, 0.5])
    np.testing.assert_allclose(oracle.softmax([-1e4, -1e4 - 1.0]), oracle.softmax([0.0, -1.0]))
    assert oracle.logsumexp([1e4, 1e4]) == 1e4 + math.log(2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: oracle.softmax([1.0], axis=1), "axis: found 1, expected an int from -1 to 0"),
        (lambda: oracle.softmax([1.0], axis=None), "axis: found None"),
        (
            lambda: oracle.softmax([1.0], temperature=0.0),
            "temperature: found 0.0, expected a positive number; 0 means argmax",
        ),
        (lambda: oracle.softmax([1.0], temperature=-1), "temperature: found -1"),
        (lambda: oracle.softmax([1.0], temperature=math.inf), "temperature: found inf"),
        (lambda: oracle.softmax([1.0], temperature="hot"), "temperature: found 'hot'"),
        (lambda: oracle.softmax([1.0, math.nan]), "logits: found NaN, expected numbers"),
        (lambda: oracle.log_softmax([[1.0, 2.0], [-math.inf, -math.inf]]), r"only -inf in row \[1\]"),
        (lambda: oracle.logsumexp([math.inf, 1.0]), r"logits: found \+inf"),
        (lambda: oracle.logsumexp([]), "at least one entry"),
        (lambda: oracle.entropy(3.0), "a single number"),
        (lambda: oracle.kl_divergence([1.0, 2.0], [1.0]), r"q_logits: found shape \(1,\), expected \(2,\)"),
        (lambda: oracle.kl_divergence([1.0, 2.0], [1.0, math.nan]), "q_logits: found NaN"),
        (lambda: oracle.softmax("logits"), "logits: found 'logits'"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call()
