"""Which tokens are scored against which row, and what bad input is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pytest_seqscore import SeqScoreInputError, oracle
from pytest_seqscore.problem import Problem

X = np.random.default_rng(1).normal(0.0, 2.0, (5, 7))
IDS = np.array([0, 6, 2, 2, 4])
BATCH = np.stack([X, X[::-1], X * 0.5])
BATCH_IDS = np.stack([IDS, IDS[::-1], IDS])


def logprobs(x):
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def scored(**tail):
    return (~np.isnan(oracle.token_logprobs(X, IDS, **tail))).tolist()


def test_aligned_row_t_predicts_token_t():
    np.testing.assert_allclose(oracle.token_logprobs(X, IDS), logprobs(X)[np.arange(5), IDS], rtol=1e-14)


def test_causal_row_t_predicts_token_t_plus_1():
    values = oracle.token_logprobs(X, IDS, layout="causal")
    assert np.isnan(values[0])
    np.testing.assert_allclose(values[1:], logprobs(X)[np.arange(4), IDS[1:]], rtol=1e-14)


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ({}, [1, 1, 1, 1, 1]),
        ({"layout": "causal"}, [0, 1, 1, 1, 1]),
        ({"prompt_length": 2}, [0, 0, 1, 1, 1]),
        ({"prompt_length": 1, "layout": "causal"}, [0, 1, 1, 1, 1]),
        ({"prompt_length": 3, "layout": "causal"}, [0, 0, 0, 1, 1]),
        ({"prompt_length": 5}, [0, 0, 0, 0, 0]),
        ({"mask": [True, False, True, False, True]}, [1, 0, 1, 0, 1]),
        ({"mask": np.array([1, 0, 1, 0, 1])}, [1, 0, 1, 0, 1]),
        ({"ignore_index": 2}, [1, 1, 0, 0, 1]),
        ({"ignore_index": 2, "mask": [True] * 4 + [False], "prompt_length": 1}, [0, 1, 0, 0, 0]),
        ({"ignore_index": None}, [1, 1, 1, 1, 1]),
    ],
)
def test_which_tokens_are_scored(tail, wanted):
    assert scored(**tail) == [bool(w) for w in wanted]


def test_rows_and_tokens_that_are_not_scored_may_be_anything():
    x, ids = X.copy(), IDS.copy()
    x[1], x[2, 3], ids[1] = np.nan, np.inf, -100
    ids[2] = 9999
    mask = np.arange(5) != 2
    values = oracle.token_logprobs(x, ids, mask=mask)
    np.testing.assert_allclose(values[[0, 3, 4]], oracle.token_logprobs(X, IDS)[[0, 3, 4]])


def test_prompt_lengths_of_a_batch():
    values = oracle.token_logprobs(BATCH, BATCH_IDS, prompt_length=[0, 2, 5])
    assert (~np.isnan(values)).sum(-1).tolist() == [5, 3, 0]
    one = oracle.token_logprobs(BATCH[1], BATCH_IDS[1], prompt_length=2)
    np.testing.assert_array_equal(values[1], one)


def test_results_are_floats_or_arrays():
    assert type(oracle.sequence_logprob(X, IDS)) is float
    assert oracle.sequence_logprob(BATCH, BATCH_IDS).shape == (3,)
    assert oracle.sequence_logprob(BATCH[:1], BATCH_IDS[:1]).shape == (1,)
    assert oracle.token_logprobs(X, IDS).dtype == np.float64


def test_token_logprobs_alone():
    values = [None, -0.5, float("nan"), -1.25]
    assert oracle.sequence_logprob(token_logprobs=values) == -1.75
    assert oracle.mean_logprob(token_logprobs=values) == -0.875
    assert oracle.sequence_logprob(token_logprobs=[0.0, -0.5, -1.25], layout="causal") == -1.75
    assert oracle.sequence_logprob(token_logprobs=[-0.5, -1.0], tokens=[4, -100]) == -0.5
    np.testing.assert_array_equal(
        oracle.sequence_logprob(token_logprobs=[[-1.0, -2.0], [None, -3.0]]), [-3.0, -3.0]
    )
    assert oracle.sequence_logprob(token_logprobs=[]) == 0.0
    assert oracle.sequence_logprob(token_logprobs=[-np.inf, -1.0]) == -np.inf


def test_a_round_trip_through_token_logprobs_changes_nothing():
    values = oracle.token_logprobs(X, IDS, layout="causal", prompt_length=2)
    assert oracle.sequence_logprob(token_logprobs=values) == oracle.sequence_logprob(
        X, IDS, layout="causal", prompt_length=2
    )


def softmax(x):
    return np.exp(logprobs(x))


ONE_HOT = np.eye(7, dtype=int)[IDS]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        # shapes
        ((X.T, IDS), r"tokens: found shape \(5,\), expected \(7,\) .*the vocabulary is the last axis"),
        ((BATCH.transpose(0, 2, 1), BATCH_IDS), "the vocabulary is the last axis"),
        ((BATCH.transpose(1, 0, 2), BATCH_IDS), "time first"),
        ((X, IDS[1:]), r"tokens already shifted\? pass logits\[:-1\]"),
        ((X[:-1], IDS), r'logits already shifted\? pass tokens\[1:\] with layout="aligned"'),
        ((X, IDS[None]), r"batch of one: pass tokens\[0\]"),
        ((X[None], IDS), r"batch of one: pass tokens\[None\]"),
        ((X, ONE_HOT), "one-hot"),
        ((BATCH, BATCH_IDS[:, 0]), "time axis"),
        ((X[0], 3), r"logits: found shape \(7,\), expected \[T, V\]"),
        ((BATCH[None], BATCH_IDS[None]), r"expected \[T, V\] or \[B, T, V\]"),
        ((np.zeros((5, 0)), IDS), "at least one entry along the vocabulary"),
        ((3.5, IDS), "logits: found a single number"),
        # tokens
        ((X, IDS.astype(float)), "tokens: found float64, expected integer ids"),
        ((X, IDS > 2), "tokens: found bool.*mask="),
        ((X, IDS + 3), r"tokens: found id 9 at \[1\], expected ids from 0 to 6 \(vocabulary of 7\)"),
        ((X, IDS - 3), r"tokens: found id -3 at \[0\].*ignore_index=-3"),
        ((BATCH, BATCH_IDS + 1), r"found id 7 at \[0, 1\].*counted from 1"),
        ((X, ["the", "cat", "sat", "on", "it"]), r"tokens: found text \('the', …\).*tokenizer"),
        ((X, "the cat"), "tokens: found 'the cat'.*tokenizer"),
        ((X, [[0, 1], [2]]), r"tokens: found rows of different lengths \(1, 2\).*mask="),
        ((X, {"input_ids": IDS}), "tokens: found a mapping with input_ids"),
        ((X, None), "tokens: found nothing"),
        # logits
        ((softmax(X), IDS), "logits: found rows of probabilities"),
        ((np.where(X > 0, X, np.nan), IDS), r"logits: found NaN in row \[0\]"),
        ((np.where(np.arange(5)[:, None] == 3, np.inf, X), IDS), r"\+inf in row \[3\].*overflow"),
        ((np.where(np.arange(5)[:, None] == 3, -np.inf, X), IDS), r"only -inf in row \[3\]"),
        (([[1.0, 2.0], [3.0]], [0, 0]), "logits: found rows of different lengths"),
        (([["a", "b"]], [0]), "logits: found text"),
        (([[None, 1.0]], [0]), "logits: found Python objects"),
        ((X > 0, IDS), "logits: found bool.*a mask"),
        ((X.astype(complex), IDS), "logits: found complex128"),
        (({"logits": X}, IDS), "logits: found a mapping with logits"),
        ((np.ma.masked_less(X, 0), IDS), "logits: found a masked array"),
        ((object(), IDS), "logits: found"),
        ((None, IDS), "logits: found nothing, expected logits and tokens, or token_logprobs"),
    ],
)
def test_bad_logits_and_tokens(arguments, message):
    check(message, *arguments)


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        ({"layout": "shifted"}, 'layout: found \'shifted\', expected "aligned" or "causal"'),
        ({"base": 3}, 'base: found 3, expected "e", 2 or 10'),
        ({"base": np.e}, 'base: .*base="e"'),
        ({"base": "2"}, "base: found '2'"),
        ({"base": True}, "base: found True"),
        ({"base": None}, "base: found None"),
        ({"prompt_length": 6}, "prompt_length: found 6, expected at most the 5 tokens"),
        ({"prompt_length": -1}, "prompt_length: found -1, expected 0 or more"),
        ({"prompt_length": 2.0}, "prompt_length: found 2.0, expected an int"),
        ({"prompt_length": True}, "prompt_length: found True"),
        ({"prompt_length": [1, 2]}, r"prompt_length: found shape \(2,\)"),
        ({"prompt_length": "2"}, "prompt_length: found"),
        ({"mask": [True, False]}, r"mask: found shape \(2,\), expected \(5,\)"),
        ({"mask": [0.0, 0.0, -np.inf, 0.0, 0.0]}, "mask: found float64 values.*additive"),
        ({"mask": [0, 1, 2, 1, 1]}, "mask: found int64 values, expected bools"),
        ({"ignore_index": 1.5}, "ignore_index: found 1.5"),
        ({"ignore_index": "pad"}, "ignore_index: found 'pad'"),
        ({"token_logprobs": [-1.0]}, "token_logprobs: found logits as well"),
    ],
)
def test_bad_keywords(tail, message):
    check(message, X, IDS, **tail)


def test_labels_of_minus_100_need_their_ignore_index():
    labels = np.where(IDS == 2, -100, IDS)
    assert oracle.token_logprobs(X, labels)[0] == oracle.token_logprobs(X, IDS)[0]
    check(r"tokens: found id -100 at \[2\].*pass ignore_index=-100", X, labels, ignore_index=None)
    check(r"tokens: found id -100 at \[2\].*pass ignore_index=-100", X, labels, ignore_index=0)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1.0, 2.5], "token_logprobs: found 2.5, expected log-probabilities, at most 0; .*negate"),
        ([0.1, 0.25], "token_logprobs: found 0.25.*take their log"),
        ([-1.0, np.inf], r"token_logprobs: found \+inf"),
        ([[-1.0, -2.0], [-1.0]], "token_logprobs: found rows of different lengths"),
        (np.zeros((2, 2, 2)), r"expected \[T\] or \[B, T\]"),
        (-1.0, r"token_logprobs: found"),
        (["-1.0"], "token_logprobs: found text"),
        ({"token_logprobs": [-1.0]}, "token_logprobs: found a mapping"),
    ],
)
def test_bad_token_logprobs(values, message):
    check(message, token_logprobs=values)


def check(message, *args, **tail):
    with pytest.raises(SeqScoreInputError, match=message) as error:
        oracle.token_logprobs(*args, **tail)
    text = str(error.value)
    assert "\n" not in text and ": found " in text and ", expected " in text and len(text) < 250
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize(
    "logits",
    [np.eye(7)[IDS], np.full((5, 7), 1 / 7), logprobs(X), np.zeros((5, 7)), X - 1e6],
    ids=["one-hot", "constant", "log-probabilities", "zeros", "offset"],
)
def test_unusual_logits_are_logits(logits):
    assert np.isfinite(oracle.sequence_logprob(logits, IDS))


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([[0.4, 0.605]], False),
        ([[0.4, 0.6]], False),
        ([[0.7, 0.2, 0.1]], False),
        ([[0.4, 0.6], [0.9, 0.1]], True),
        ([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]], True),
        ([[0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]], True),
        ([[0.4, 0.6], [0.9, 0.2]], False),
        ([[0.5, 0.5]] * 9, False),
    ],
)
def test_rows_are_called_probabilities_only_on_good_evidence(rows, refused):
    """A short row of logits may well be positive and sum to 1; several rows, or a long one, hardly."""
    tokens = [0] * len(rows)
    if refused:
        check("logits: found rows of probabilities", rows, tokens)
    else:
        assert np.isfinite(oracle.sequence_logprob(rows, tokens))


def test_unknown_keywords_are_python_errors():
    with pytest.raises(TypeError, match="promt_length"):
        oracle.sequence_logprob(X, IDS, promt_length=2)


@given(
    hnp.arrays(np.float64, (2, 4, 3), elements=st.floats(-50, 50)),
    hnp.arrays(np.int64, (2, 4), elements=st.integers(0, 2)),
    hnp.arrays(bool, (2, 4)),
    st.sampled_from(["aligned", "causal"]),
    st.integers(0, 4),
)
def test_problem_rows_agree_with_its_token_logprobs(x, ids, mask, layout, prompt):
    x[..., 0] += 60.0  # never a row of probabilities
    problem = Problem.build(x, ids, layout=layout, mask=mask, prompt_length=prompt)
    full = np.take_along_axis(problem.log_probs(), ids[..., None], -1)[..., 0]
    np.testing.assert_allclose(
        problem.token_logprobs(), np.where(problem.scored, full, np.nan), rtol=1e-12, atol=1e-14
    )
    assert problem.n_scored.tolist() == problem.scored.sum(-1).tolist()
    for b in range(2):
        rows = problem.rows(b)
        np.testing.assert_array_equal(rows[1:], problem.raw_rows(b)[:-1] if layout == "causal" else x[b, 1:])
