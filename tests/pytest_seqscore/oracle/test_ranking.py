"""Rankings of candidates and of items."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_seqscore import SeqScoreInputError, oracle

CAT = {"warm mat": [-0.9, -1.5], "plush rug": [-1.2, -1.1]}


def test_best_first_by_the_sum():
    assert oracle.rank(CAT) == [("plush rug", pytest.approx(-2.3)), ("warm mat", pytest.approx(-2.4))]


def test_normalisations():
    candidates = {"a": [-1.0], "long, but likely by the token": [-0.5, -0.6, -0.7], "é": [-1.1]}
    assert oracle.rank(candidates)[0][0] == "a"
    assert oracle.rank(candidates, "token")[0] == ("long, but likely by the token", pytest.approx(-0.6))
    assert oracle.rank(candidates, "char")[0] == ("long, but likely by the token", pytest.approx(-1.8 / 29))
    assert dict(oracle.rank(candidates, "char"))["é"] == pytest.approx(-1.1)
    assert dict(oracle.rank(candidates, "byte"))["é"] == pytest.approx(-0.55)
    texts = {"a": "four", "long, but likely by the token": "x", "é": "y"}
    assert dict(oracle.rank(candidates, "char", texts=texts))["a"] == pytest.approx(-0.25)
    priors = {"a": -0.2, "long, but likely by the token": [-2.0, -3.0], "é": np.float32(-1.0)}
    assert oracle.rank(candidates, normalize="unconditional", unconditional=priors) == [
        ("long, but likely by the token", pytest.approx(3.2)),
        ("é", pytest.approx(-0.1)),
        ("a", pytest.approx(-0.8)),
    ]


def test_kinds_of_candidates():
    x = np.random.default_rng(0).normal(size=(3, 5))
    ids = [1, 2, 3]
    ranked = dict(
        oracle.rank(
            {
                "pair": (x, ids),
                "lists": [x.tolist(), ids],
                "log-probs": oracle.token_logprobs(x, ids),
                "two": (-0.5, -0.25),
                "arguments": {"logits": x, "tokens": ids, "prompt_length": 1, "base": 2},
            }
        )
    )
    assert ranked["pair"] == ranked["lists"] == ranked["log-probs"] == oracle.sequence_logprob(x, ids)
    assert ranked["two"] == -0.75
    assert ranked["arguments"] == pytest.approx(oracle.sequence_logprob(x, ids, prompt_length=1))


def test_ties_keep_the_given_order():
    assert [name for name, _ in oracle.rank({"b": [-1.0], "a": [-1.0], "c": [-0.5]})] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: oracle.rank({}), "candidates: found {}, expected a mapping"),
        (lambda: oracle.rank([[-1.0]]), "candidates: found"),
        (lambda: oracle.rank(CAT, "length"), "normalize: found 'length'"),
        (lambda: oracle.rank({"a": [-1.0], "b": [3.0]}), r"candidates\['b'\]: token_logprobs: found 3"),
        (lambda: oracle.rank({"a": {"logit": 1}}), r"candidates\['a'\]: "),
        (lambda: oracle.rank({"a": []}, "token"), r"candidates\['a'\]: found no token"),
        (lambda: oracle.rank({"": [-1.0]}, "char"), "found no char"),
        (lambda: oracle.rank({1: [-1.0]}, "byte"), "texts: found no text for 1"),
        (lambda: oracle.rank(CAT, "unconditional"), "unconditional: found nothing for 'warm mat'"),
        (lambda: oracle.rank({"a": [[-1.0], [-2.0]]}), "found a batch of 2, expected one sequence"),
    ],
)
def test_bad_candidates(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call()


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=4))
def test_plackett_luce_probabilities_of_all_orders_sum_to_one(scores):
    orders = itertools.permutations(range(len(scores)))
    assert sum(math.exp(oracle.plackett_luce(scores, order)) for order in orders) == pytest.approx(
        1.0, abs=1e-13
    )


def test_plackett_luce_draws_one_by_one():
    scores = {"a": 2.0, "b": 1.0, "c": 0.1}
    assert oracle.plackett_luce(scores, ["a"]) == pytest.approx(math.log(0.659), abs=1e-3)
    both = oracle.log_softmax([2.0, 1.0, 0.1])[0] + oracle.log_softmax([1.0, 0.1])[1]
    assert oracle.plackett_luce(scores, ["a", "c"]) == pytest.approx(both)
    assert oracle.plackett_luce(np.array([2.0, 1.0, 0.1]), np.array([0, 2])) == pytest.approx(both)
    assert oracle.plackett_luce([0.0, -math.inf], [0]) == 0.0
    assert oracle.plackett_luce([0.0, -math.inf], [1, 0]) == -math.inf


@pytest.mark.parametrize(
    ("scores", "order", "message"),
    [
        ([1.0, 2.0], [0, 0], "order: found an item twice"),
        ([1.0, 2.0], [2], "order: found 2, expected one of 0, 1"),
        ({"a": 1.0}, ["b"], "order: found 'b', expected one of 'a'"),
        ([1.0, 2.0], [0.0], "order: found 0.0"),
        ([1.0, math.nan], [0], "scores: found NaN"),
        ([], [], "scores: found shape"),
        ([[1.0]], [0], "scores: found shape"),
    ],
)
def test_bad_orders(scores, order, message):
    with pytest.raises(SeqScoreInputError, match=message):
        oracle.plackett_luce(scores, order)
