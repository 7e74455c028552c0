"""What a diagnosis says and does not say: never a name for a right value or for noise, ties listed, text
readable.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_seqscore import SeqScoreAssertionError, SeqScoreInputError, assert_sequence_logprob, diagnose
from pytest_seqscore.diagnosis.pipeline import QUANTITIES as QUANTITY_NAMES
from pytest_seqscore.diagnosis.render import failure_text, headline
from pytest_seqscore.problem import Problem

QUANTITIES = ("logprob", "mean_logprob", "perplexity")


def log_softmax(x: np.ndarray) -> np.ndarray:
    m = x.max(-1, keepdims=True)
    return x - m - np.log(np.exp(x - m).sum(-1, keepdims=True))


def case(seed: int = 0, length: int = 12, vocab: int = 50, scale: float = 2.0) -> tuple[np.ndarray, ...]:
    """Logits, tokens that the model finds likely, and their log-probs."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(length, vocab)) * scale
    y = np.argmax(x + rng.gumbel(size=x.shape), -1)
    return x, y, log_softmax(x)[np.arange(length), y]


def score(lp: np.ndarray, quantity: str) -> float:
    total = lp.sum()
    return float({"logprob": total, "mean_logprob": lp.mean(), "perplexity": np.exp(-lp.mean())}[quantity])


# Never a name that is not earned

sizes = st.tuples(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(5, 200), st.floats(0.5, 5.0))


@given(sizes, st.sampled_from(QUANTITIES))
@settings(max_examples=60, deadline=None)
def test_a_right_value_is_never_named(size: Any, quantity: str) -> None:
    x, y, lp = case(*size)
    report = diagnose(score(lp, quantity), x, y, quantity=quantity)
    assert report.correct
    assert report.codes == ()
    assert report.matches == ()


@given(sizes)
@settings(max_examples=60, deadline=None)
def test_a_right_float32_value_is_never_named(size: Any) -> None:
    x, y, _ = case(*size)
    x = x.astype(np.float32)
    report = diagnose(log_softmax(x)[np.arange(len(y)), y].sum(), x, y)
    assert report.correct and not report.matches


@pytest.mark.parametrize(("dtype", "most"), [("float64", 0), ("float32", 0), ("bfloat16", 5)])
def test_noise_is_not_named(dtype: str, most: int) -> None:
    named, total = 0, 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x, y, lp = case(seed, int(rng.integers(3, 20)), int(rng.integers(5, 60)))
        quantity = QUANTITIES[seed % 3]
        noise = 10.0 ** rng.uniform(-3, 0.5) * rng.normal()
        report = diagnose(score(lp, quantity) * (1 + noise), x, y, quantity=quantity, dtype=dtype)
        named += bool(report.codes)
        total += not report.correct
    assert total > 20
    assert named <= most


@given(sizes, st.floats(0.05, 3.0))
@settings(max_examples=40, deadline=None)
def test_noisy_vectors_are_not_named(size: Any, spread: float) -> None:
    x, y, lp = case(size[0], max(4, size[1]), size[2], size[3])
    noise = np.random.default_rng(size[0]).normal(size=lp.shape) * spread
    report = diagnose(lp + noise, x, y, quantity="token_logprobs")
    assert report.codes == ()


@given(sizes)
@settings(max_examples=25, deadline=None)
def test_all_rows_of_a_batch_have_to_agree(size: Any) -> None:
    x, y, lp = case(size[0], max(3, size[1]), max(8, size[2]), size[3])
    good = diagnose([lp.mean(), lp[::-1].mean()], np.stack([x, x[::-1]]), np.stack([y, y[::-1]]))
    assert good.codes == ("SEQ401",)
    mixed = diagnose([lp.mean(), lp.sum() * 1.01], np.stack([x, x]), np.stack([y, y]))
    assert mixed.codes == ()
    assert not mixed.correct


def test_an_empty_row_of_a_batch_keeps_out_of_the_way() -> None:
    x, y, lp = case()
    mask = np.arange(12) < np.array([[12], [0], [7]])
    inputs: dict[str, Any] = {"logits": np.stack([x] * 3), "tokens": np.stack([y] * 3), "mask": mask}
    for empty in (np.nan, 0.0):
        right = diagnose([lp.mean(), empty, lp[:7].mean()], **inputs, quantity="mean_logprob")
        assert right.correct
        wrong = diagnose([lp.sum(), empty, lp[:7].sum()], **inputs, quantity="mean_logprob")
        assert wrong.codes == ("SEQ419",)
        np.testing.assert_allclose(wrong.matches[0].value, [lp.sum(), np.nan, lp[:7].sum()])


# Bugs on numbers of other kinds


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("SEQ101", lambda x, y, lp: x[np.arange(len(y)), y]),
        ("SEQ103", lambda x, y, lp: np.exp(x[np.arange(len(y)), y])),
        ("SEQ106", lambda x, y, lp: log_softmax(np.exp(log_softmax(x)))[np.arange(len(y)), y]),
        ("SEQ109", lambda x, y, lp: lp / 0.73),
        ("SEQ110", lambda x, y, lp: log_softmax(x / 0.73)[np.arange(len(y)), y]),
        ("SEQ204", lambda x, y, lp: log_softmax(x).max(-1)),
        ("SEQ305", lambda x, y, lp: np.r_[np.nan, np.nan, np.nan, np.nan, np.nan, lp[5:]]),
        ("SEQ306", lambda x, y, lp: np.r_[lp[:-1], np.nan]),
        ("SEQ411", lambda x, y, lp: lp / math.log(2)),
        ("SEQ420", lambda x, y, lp: -lp),
        ("SEQ421", lambda x, y, lp: np.exp(lp)),
        ("SEQ604", lambda x, y, lp: np.log(np.exp(lp) + 3.7e-4)),
    ],
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_token_logprobs_are_matched_position_by_position(code: str, wrong: Any, dtype: Any) -> None:
    x, y, lp = case(3)
    actual = wrong(x, y, lp).astype(dtype)
    report = diagnose(actual, x, y, quantity="token_logprobs")
    assert report.codes == (code,)
    value = np.asarray(report.matches[0].value)
    assert value.shape == (12,)
    np.testing.assert_allclose(np.nan_to_num(value), np.nan_to_num(actual), rtol=1e-5, atol=1e-30)


@pytest.mark.parametrize("k", [7, 17, 33])
def test_any_k_is_found_in_a_vector(k: int) -> None:
    x, y, _ = case(5)
    kept = np.where(x < np.sort(x, -1)[:, -k][:, None], -np.inf, x)
    report = diagnose(log_softmax(kept)[np.arange(len(y)), y], x, y, quantity="token_logprobs")
    assert {code for match in report.matches for code in match.codes} == {"SEQ108", "SEQ110"}
    assert "on every input" in report.hint
    assert f"{k}" in report.matches[0].formula


def test_a_missing_first_logprob_taken_for_zero() -> None:
    _, _, lp = case()
    lps = [None, *lp[1:]]
    total = sum(value or 0.0 for value in lps)
    given_lps = {"token_logprobs": lp}
    assert diagnose(total / len(lps), quantity="mean_logprob", **given_lps).codes == ("SEQ311",)
    assert diagnose(math.exp(-total / len(lps)), quantity="perplexity", **given_lps).codes == ("SEQ311",)
    both = diagnose(total, **given_lps)
    assert [match.codes for match in both.matches] == [("SEQ305",), ("SEQ311",)]
    assert not both.separable
    assert "a mean in place of a sum would" in both.hint


@pytest.mark.parametrize("quantity", ["mean_logprob", "perplexity", "bits_per_byte"])
def test_a_length_in_another_unit(quantity: str) -> None:
    x, y, lp = case(1)
    characters = 57
    actual = {
        "mean_logprob": lp.sum() / characters,
        "perplexity": np.exp(-lp.sum() / characters),
        "bits_per_byte": -lp.sum() / math.log(2) / characters,
    }[quantity]
    options = {"num_bytes": 60} if quantity == "bits_per_byte" else {}
    report = diagnose(actual, x, y, quantity=quantity, **options)
    assert report.codes == ("SEQ422",)
    assert "57" in report.matches[0].formula


def test_bytes_that_are_known() -> None:
    x, y, lp = case(1)
    assert diagnose(lp.sum() / 400, x, y, quantity="mean_logprob", num_bytes=400).codes == ("SEQ422",)


@pytest.mark.parametrize("base", [2, 10])
def test_natural_logs_where_another_base_is_asked_for(base: int) -> None:
    x, y, lp = case()
    report = diagnose(lp.sum(), x, y, base=base)
    assert report.codes == ("SEQ411",)
    assert diagnose(lp.sum() / math.log(base), x, y, base=base).correct


def test_corpus_perplexity_of_several_texts_and_of_one() -> None:
    x, y, lp = case()
    keep = np.arange(12) < np.array([[12], [5]])
    texts = [lp, lp[:5]]
    mean = float(np.mean([np.exp(-text.mean()) for text in texts]))
    options: dict[str, Any] = {"quantity": "corpus_perplexity", "mask": keep}
    x2, y2 = np.stack([x, x]), np.stack([y, y])
    assert diagnose(mean, x2, y2, **options).codes == ("SEQ410",)
    assert diagnose(float(np.exp(-np.concatenate(texts).mean())), x2, y2, **options).correct
    assert diagnose(float(np.exp(-lp).mean()), x, y, quantity="corpus_perplexity").codes == ("SEQ410",)


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (("SEQ101", "SEQ401"), lambda x, y, lp: x[np.arange(len(y)), y].mean()),
        (("SEQ305", "SEQ401"), lambda x, y, lp: lp[1:].mean()),
        (("SEQ306", "SEQ411"), lambda x, y, lp: lp[:-1].sum() / math.log(2)),
        (("SEQ401", "SEQ420"), lambda x, y, lp: -lp.mean()),
        (("SEQ110", "SEQ405"), lambda x, y, lp: np.exp(log_softmax(x / 0.7)[np.arange(len(y)), y]).mean()),
    ],
)
def test_two_bugs_at_once(codes: tuple[str, ...], wrong: Any) -> None:
    x, y, lp = case(2)
    # a prompt keeps the mean of the completion apart from the loss over everything
    report = diagnose(wrong(x[2:], y[2:], lp[2:]), x, y, prompt_length=2)
    assert report.codes == codes
    assert report.separable


# Half precision


def bfloat16(x: Any) -> np.ndarray:
    bits = np.asarray(x, np.float32).view(np.uint32)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return rounded.astype(np.uint32).view(np.float32)


@pytest.mark.parametrize(
    "round_half", [bfloat16, lambda x: np.asarray(x, np.float16)], ids=["bfloat16", "float16"]
)
@pytest.mark.parametrize("what", ["logits", "log-probs", "sum"])
def test_half_precision_where_better_is_stated(round_half: Any, what: str) -> None:
    x, y, lp = case(4, scale=3.0)
    x = x.astype(np.float32)
    lp = log_softmax(x.astype(np.float64))[np.arange(12), y]
    if what == "logits":
        actual = np.float32(log_softmax(round_half(x).astype(np.float64))[np.arange(12), y].sum())
    elif what == "log-probs":
        actual = round_half(lp).astype(np.float32).sum()
    else:
        actual = np.float32(round_half(lp.sum()))
    assert diagnose(actual, x, y).codes == ("SEQ607",)
    assert diagnose(actual, x, y, dtype="bfloat16").correct


def test_half_precision_of_a_corpus() -> None:
    x, y, _ = case(4, scale=3.0)
    x = np.stack([x, x[::-1]]).astype(np.float32)
    y = np.stack([y, y[::-1]])
    lp = np.take_along_axis(log_softmax(x.astype(np.float64)), y[..., None], -1)
    actual = np.float32(bfloat16(np.exp(-lp.mean())))
    assert diagnose(actual, x, y, quantity="corpus_perplexity").codes == ("SEQ607",)


# What is said


def test_the_text_has_everything_a_reader_needs() -> None:
    lp = [-1.0, -2.5, -0.25]
    with pytest.raises(SeqScoreAssertionError) as error:
        assert_sequence_logprob(-1.25, token_logprobs=lp)
    text = str(error.value)
    assert (
        text.splitlines()[0] == "SEQ401 mean-for-sum: got the mean of 3 token log-probs, expected their sum"
    )
    for wanted in (
        "actual      -1.25",
        "expected    -3.75",
        "difference  2.5",
        "allowed",
        "67 %",
        "(Σ log p) / n = -3.75 / 3 = -1.25",
    ):
        assert wanted in text
    assert error.value.diagnosis is not None
    assert error.value.diagnosis.codes[0] == "SEQ401"


def test_tokens_are_shown_as_text_where_a_tokenizer_is_known() -> None:
    class Tokenizer:
        def convert_ids_to_tokens(self, ids: Any) -> Any:
            return ids

        def decode(self, ids: list[int]) -> str:
            return f"<{ids[0]}>"

    tokenizer = Tokenizer()
    x, y, lp = case()
    with pytest.raises(SeqScoreAssertionError, match=f"'<{y[np.argmin(lp)]}>'"):
        assert_sequence_logprob(lp.mean(), x, y)
    assert tokenizer.decode([1]) == "<1>"


def test_a_number_of_no_known_bug_says_so_and_how_precise_it_is() -> None:
    x, y, lp = case()
    report = diagnose(lp.sum() * (1 + 1e-4), x, y)
    assert report.codes == ()
    assert not report.correct
    assert headline(report).startswith("no known bug gives this log-prob: off by 0.00")
    assert len(headline(report)) <= 80
    text = failure_text(report, Problem.build(x, y))
    assert "tolerance by precision: float64" in text
    assert "is within reach of float16" in text


def test_ties_are_listed_with_the_input_that_would_tell() -> None:
    x, y, lp = case()
    report = diagnose(lp.mean(), x, y)
    assert [match.codes for match in report.matches] == [("SEQ401",), ("SEQ402",)]
    assert not report.separable
    assert "a prompt (prompt_length) or padding would" in report.hint
    with_prompt = diagnose(lp.mean(), x, y, prompt_length=4)
    assert with_prompt.codes == ("SEQ402",)
    assert with_prompt.separable


def test_a_bfloat16_number_names_likely_bugs_and_says_how_sure_that_is() -> None:
    x, y, lp = case()
    likely = diagnose(float(bfloat16(lp.mean())), x, y, dtype="bfloat16")
    assert likely.codes == ("SEQ401",)
    flipped = diagnose(float(bfloat16(-lp.sum())), x, y, dtype="bfloat16")
    assert flipped.codes == ("SEQ420",)
    assert "noise would fit some bug as well" in flipped.hint
    assert "noise" not in diagnose(-lp.sum(), x, y).hint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"quantity": "surprisal"}, "quantity: found 'surprisal', expected logprob"),
        ({"quantity": "bits_per_byte"}, "num_bytes: found nothing"),
        ({"quantity": "bits_per_byte", "num_bytes": 0}, "num_bytes: found 0"),
        ({"quantity": "bits_per_byte", "num_bytes": [1, 2]}, "num_bytes: found shape (2,)"),
        ({"quantity": "mean_logprob", "prompt_length": 12}, "tokens: found an empty completion"),
        ({"quantity": "token_logprobs"}, "actual: found shape (), expected shape (12,)"),
        ({"tokens": None}, "tokens"),
    ],
)
def test_bad_input_is_one_clear_line(arguments: dict[str, Any], said: str) -> None:
    x, y, _ = case()
    with pytest.raises(SeqScoreInputError) as error:
        diagnose(**{"actual": -1.0, "logits": x, "tokens": y} | arguments)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    batch, length, vocab = (
        draw(st.integers(1, 3)),
        draw(st.integers(1, 7)),
        draw(st.sampled_from([1, 2, 3, 20])),
    )
    x = rng.normal(size=(batch, length, vocab)) * 10 ** rng.uniform(-3, 2.5)
    if draw(st.booleans()):
        x[rng.random(x.shape) < 0.3] = -np.inf
        x[..., 0] = rng.normal(size=(batch, length))
    tokens = rng.integers(0, vocab, (batch, length))
    tokens[rng.random(tokens.shape) < 0.1] = -100
    return {
        "logits": x,
        "tokens": tokens,
        "layout": draw(st.sampled_from(["aligned", "causal"])),
        "base": draw(st.sampled_from(["e", 2, 10])),
        "prompt_length": draw(st.integers(0, length)),
        "mask": rng.random((batch, length)) < draw(st.sampled_from([0.7, 1.1])),
    }


@given(
    problems(),
    st.sampled_from(sorted(QUANTITY_NAMES)),
    st.sampled_from([0.0, -1.5, 1e9, np.nan, np.inf, -np.inf]),
)
@settings(max_examples=80, deadline=None)
def test_every_problem_gets_a_report_and_a_text(problem: dict[str, Any], quantity: str, value: float) -> None:
    batch, length = problem["tokens"].shape
    shape = {"token_logprobs": (batch, length), "corpus_perplexity": ()}.get(quantity, (batch,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            report = diagnose(
                np.full(shape, value), **problem, quantity=quantity, num_bytes=7, dtype="float64"
            )
            assert len(failure_text(report, Problem.build(**problem)).partition("\n")[0]) <= 80
        except SeqScoreInputError as error:
            assert "\n" not in str(error)


def test_the_caller_s_arrays_stay_as_they_are() -> None:
    x, y, lp = case()
    before = x.copy(), y.copy()
    x.flags.writeable = y.flags.writeable = False
    diagnose(lp.sum() * 1.01, x, y)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(y, before[1])
