"""Assertions on scores: what passes, what fails, and what the failure says."""

import math

import numpy as np
import pytest

import pytest_seqscore as seqscore
from pytest_seqscore import SeqScoreAssertionError, SeqScoreInputError, oracle

X = np.random.default_rng(11).normal(0.0, 3.0, (7, 40))
IDS = np.random.default_rng(12).integers(0, 40, 7)
TAIL = {"layout": "causal", "prompt_length": 3}
BATCH = {
    "logits": np.stack([X, X[::-1], X * 0.5]),
    "tokens": np.stack([IDS, IDS, IDS[::-1]]),
    "prompt_length": [0, 2, 5],
    "layout": "causal",
}

ASSERTIONS = {
    seqscore.assert_sequence_logprob: oracle.sequence_logprob,
    seqscore.assert_token_logprobs: oracle.token_logprobs,
    seqscore.assert_mean_logprob: oracle.mean_logprob,
    seqscore.assert_perplexity: oracle.perplexity,
    seqscore.assert_bits_per_byte: oracle.bits_per_byte,
}
each = pytest.mark.parametrize("check", ASSERTIONS, ids=lambda check: check.__name__)


def extra(check):
    return {"num_bytes": 23} if check is seqscore.assert_bits_per_byte else {}


@each
@pytest.mark.parametrize(
    "tail", [{}, TAIL, {"base": 2}, {"mask": np.arange(7) > 1}], ids=["plain", "tail", "bits", "mask"]
)
def test_the_exact_value_passes_and_one_beside_it_fails(check, tail):
    right = ASSERTIONS[check](X, IDS, **tail, **extra(check))
    check(right, X, IDS, **tail, **extra(check))
    for wrong in (right * (1 + 1e-9), right * 2):
        with pytest.raises(SeqScoreAssertionError):
            check(wrong, X, IDS, **tail, **extra(check))


@each
def test_batches(check):
    right = ASSERTIONS[check](**BATCH, **extra(check))
    check(right, **BATCH, **extra(check))
    check(right.tolist(), **BATCH, **extra(check))
    wrong = right.copy()
    wrong[1] *= 1.01
    with pytest.raises(SeqScoreAssertionError, match=r"row 1|of row 1"):
        check(wrong, **BATCH, **extra(check))


@each
def test_token_logprobs_in_place_of_logits(check):
    values = oracle.token_logprobs(X, IDS, **TAIL)
    right = ASSERTIONS[check](token_logprobs=values, **extra(check))
    check(right, token_logprobs=values, **extra(check))
    with pytest.raises(SeqScoreAssertionError):
        check(right * 1.1, token_logprobs=values, **extra(check))


@each
@pytest.mark.parametrize("stated", [{"rtol": 0.01}, {"atol": 0.2}, {"rtol": 0.0, "atol": 0.2}])
def test_stated_tolerances_replace_the_bound(check, stated):
    right = ASSERTIONS[check](X, IDS, **extra(check))
    near, far = right * (1 + 1e-4), right * 1.5
    check(near, X, IDS, **extra(check), **stated)
    with pytest.raises(SeqScoreAssertionError, match="tol=0"):
        check(far, X, IDS, **extra(check), **stated)
    with pytest.raises(SeqScoreAssertionError):
        check(right * (1 + 1e-12), X, IDS, **extra(check), rtol=0.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_the_tolerance_follows_the_dtype_of_the_result(dtype):
    right = oracle.sequence_logprob(X, IDS)
    seqscore.assert_sequence_logprob(dtype(right), X, IDS)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(np.float64(dtype(right)), X, IDS)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(float(dtype(right)), X, IDS)  # that of the logits, float64
    seqscore.assert_sequence_logprob(float(dtype(right)), X, IDS, dtype=dtype)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(dtype(right), X, IDS, dtype="float64")


def test_torch_results():
    torch = pytest.importorskip("torch")
    logits, ids = torch.tensor(X), torch.tensor(IDS)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = logits.to(dtype).requires_grad_()
        values = torch.log_softmax(x, -1).gather(-1, ids[:, None])[:, 0]
        seqscore.assert_token_logprobs(values, x, ids)
        seqscore.assert_sequence_logprob(values.sum(), x, ids)
        seqscore.assert_sequence_logprob(values.sum().item(), x, ids)
        seqscore.assert_mean_logprob(values.mean(), x, ids)
        seqscore.assert_perplexity(torch.exp(-values.mean()), x, ids)


def test_shapes_of_token_logprobs():
    full = oracle.token_logprobs(X, IDS, **TAIL)
    seqscore.assert_token_logprobs(full[1:], X, IDS, **TAIL)
    seqscore.assert_token_logprobs(full[~np.isnan(full)], X, IDS, **TAIL)
    seqscore.assert_token_logprobs([None if np.isnan(v) else v for v in full], X, IDS, **TAIL)
    seqscore.assert_token_logprobs(np.nan_to_num(full), X, IDS, **TAIL)  # unscored entries are not looked at
    batch = oracle.token_logprobs(**BATCH)
    seqscore.assert_token_logprobs(batch[:, 1:], **BATCH)
    with pytest.raises(
        SeqScoreAssertionError, match=r"^got token log-probs of shape \(2,\), expected \(7,\)"
    ):
        seqscore.assert_token_logprobs([-1.0, -2.0], X, IDS, **TAIL)
    full[4] = np.nan
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_token_logprobs(full, X, IDS, **TAIL)


@pytest.mark.parametrize(
    ("actual", "line"),
    [
        (None, "got None, expected numbers: no return?"),
        ("-3.5", "got a str, expected numbers"),
        (True, "got a bool, expected numbers"),
        (1 + 2j, "got a complex, expected numbers"),
        ({"score": -3.5}, "got a dict, expected numbers"),
        (object(), "got a object, expected numbers"),
        ([-1.0, -2.0], r"got an array of shape \(2,\), expected one number"),
    ],
)
def test_results_that_are_no_score(actual, line):
    with pytest.raises(SeqScoreAssertionError, match=f"^{line}"):
        seqscore.assert_sequence_logprob(actual, X, IDS)


def test_one_number_for_a_batch():
    scores = oracle.sequence_logprob(**BATCH)
    with pytest.raises(
        SeqScoreAssertionError, match=r"^SEQ408 missing-reduction-axis: got the sum over 3 seq"
    ) as e:
        seqscore.assert_sequence_logprob(scores.sum(), **BATCH)
    assert e.value.diagnosis.codes == ("SEQ408",)
    with pytest.raises(
        SeqScoreAssertionError, match=r"^SEQ408 missing-reduction-axis: got the mean over 3 seq"
    ):
        seqscore.assert_mean_logprob(scores.sum() / 13, **BATCH)
    with pytest.raises(
        SeqScoreAssertionError, match=r"got an array of shape \(2,\), expected one number a sequence"
    ):
        seqscore.assert_sequence_logprob(scores[:2], **BATCH)


def test_the_first_line_is_the_diagnosis():
    wrong = oracle.sequence_logprob(X, IDS) / 7
    with pytest.raises(SeqScoreAssertionError) as error:
        seqscore.assert_sequence_logprob(wrong, X, IDS, msg="of the summariser")
    lines = str(error.value).splitlines()
    assert lines[0].startswith("SEQ401 mean-for-sum: ") and len(lines[0]) <= 80
    assert lines[-1] == "of the summariser"
    assert error.value.diagnosis.codes[0] == "SEQ401" and not error.value.diagnosis.correct
    text = str(error.value)
    assert f"{wrong:.10g}" in text and f"{7 * wrong:.10g}" in text and "allowed" in text


def test_no_known_bug_is_no_code():
    wrong = oracle.sequence_logprob(X, IDS) + 0.123456789
    with pytest.raises(SeqScoreAssertionError) as error:
        seqscore.assert_sequence_logprob(wrong, X, IDS)
    assert error.value.diagnosis.codes == () and "SEQ" not in str(error.value).splitlines()[0]


def test_infinities_have_to_be_equal():
    x = X.copy()
    x[2, IDS[2]] = -np.inf
    seqscore.assert_sequence_logprob(-math.inf, x, IDS)
    seqscore.assert_perplexity(math.inf, x, IDS)
    for wrong in (-1e30, math.inf, math.nan):
        with pytest.raises(SeqScoreAssertionError):
            seqscore.assert_sequence_logprob(wrong, x, IDS)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(-math.inf, X, IDS)


def test_values_beyond_the_range_of_the_dtype_may_be_infinite():
    values = [-40_000.0, -40_000.0]
    seqscore.assert_sequence_logprob(np.float16(-np.inf), token_logprobs=values)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(np.float32(-np.inf), token_logprobs=values)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(np.float16(np.inf), token_logprobs=values)
    seqscore.assert_perplexity(np.float32(np.inf), token_logprobs=[-100.0])


def test_empty_completions():
    seqscore.assert_sequence_logprob(0.0, X, IDS, prompt_length=7)
    seqscore.assert_token_logprobs([], X, IDS, prompt_length=7)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_sequence_logprob(-0.1, X, IDS, prompt_length=7)
    for check in (seqscore.assert_mean_logprob, seqscore.assert_perplexity):
        with pytest.raises(SeqScoreInputError, match="an empty completion has no"):
            check(0.0, X, IDS, prompt_length=7)
    batch = {**BATCH, "prompt_length": [0, 7, 2]}
    means = oracle.mean_logprob(**batch)
    for empty in (np.nan, 0.0):
        means[1] = empty
        seqscore.assert_mean_logprob(means, **batch)
    with pytest.raises(SeqScoreAssertionError, match=r"^SEQ419 sum-for-mean"):
        seqscore.assert_mean_logprob(oracle.sequence_logprob(**batch), **batch)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"rtol": -1e-3}, "rtol: found -0.001, expected a number of 0 or more"),
        ({"atol": "small"}, "atol: found 'small'"),
        ({"rtol": math.nan}, "rtol: found nan"),
        ({"dtype": "int32"}, "dtype: found 'int32'"),
        ({"prompt_length": 9}, "prompt_length: found 9"),
    ],
)
def test_bad_arguments_are_not_assertion_errors(stated, message):
    with pytest.raises(SeqScoreInputError, match=message):
        seqscore.assert_sequence_logprob(-1.0, X, IDS, **stated)
