"""The tolerance: no correct implementation fails, and it is not slack."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_seqscore import SeqScoreInputError, oracle, tolerance
from pytest_seqscore.problem import Problem
from pytest_seqscore.tolerances import LADDER, bounds, fitting, precision, token_bounds

X = np.random.default_rng(3).normal(0.0, 4.0, (40, 500))
IDS = np.random.default_rng(4).integers(0, 500, 40)


def test_more_precision_is_allowed_less():
    allowed = [tolerance(dtype, 32_000, 20) for dtype in ("float64", "float32", "float16", "bfloat16")]
    assert allowed == sorted(allowed) and allowed[0] < 1e-10 and 1e-5 < allowed[1] < 0.1
    assert all(tolerance("float32", 32_000, n) < tolerance("float32", 32_000, n + 1) for n in range(1, 5))
    assert tolerance("float32", 50) < tolerance("float32", 50_000)


def test_the_documented_formula():
    u, v = 2.0**-24, 1000
    lp, h, log_z, gap, tail = -3.0, 2.0, 8.0, 1.5, 4e-6
    token = min(v / 8 * u, tail + 16 * u) + u * (h + 5 + math.log(v) + 3.0 + max(gap, log_z)) + u * 3.0
    data = {"logprobs": lp, "entropies": h, "log_partitions": log_z, "gaps": gap, "tails": tail}
    assert tolerance("float32", v, **data) == pytest.approx(token + u * 3.0)
    assert tolerance("float32", v, 4, **data) == pytest.approx(4 * token + u * 3 * 12.0 + u * 12.0)
    pairwise = (16 + math.log2(v)) * u - min(v / 8 * u, tail + 16 * u) + token
    assert tolerance("float32 pairwise", v, 4, **data) == pytest.approx(
        4 * pairwise + u * 4 * 12.0 + u * 12.0
    )


def test_dtypes_by_name_class_and_library():
    assert tolerance(np.float32, 50) == tolerance(np.dtype("f4"), 50) == tolerance("torch.float32", 50)
    torch = pytest.importorskip("torch")
    assert tolerance(torch.bfloat16, 50) == tolerance("bfloat16", 50)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("int8", 50), "dtype: found 'int8', expected float64, float32"),
        (("float32", 0), "vocab_size: found 0, expected a positive int"),
        (("float32", 50, 2.5), "length: found 2.5"),
        ((None, 50), "dtype: found None"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(SeqScoreInputError, match=message):
        tolerance(*arguments)


@pytest.mark.parametrize(
    ("actual", "logits_dtype", "stated", "wanted"),
    [
        (-1.0, "float64", None, "float64"),
        (-1.0, "float32", None, "float32 SIMD"),
        (-1.0, "bfloat16", None, "bfloat16"),
        (-1, "float16", None, "float16"),
        (np.float64(-1.0), "float32", None, "float64"),
        (np.float32(-1.0), "float64", None, "float32 SIMD"),
        (np.zeros(3, np.float16), "float64", None, "float16"),
        (np.zeros(3, ">f8"), "float32", None, "float64"),
        ([-1.0, -2.0], "float64", None, "float64"),
        (-1.0, "", None, "float32 SIMD"),
        (-1.0, "int64", None, "float32 SIMD"),
        (np.zeros(3, np.float16), "float16", "float64", "float64"),
        (-1.0, "float64", "float32 pairwise", "float32 pairwise"),
    ],
)
def test_the_precision_that_a_result_promises(actual, logits_dtype, stated, wanted):
    assert precision(actual, logits_dtype, stated).name == wanted


@given(st.integers(0, 1000), st.sampled_from([1e-3, 1.0, 30.0]), st.sampled_from([0.0, 100.0, -1e4]))
def test_the_sum_of_one_token_allows_what_the_token_does(seed, scale, offset):
    x = np.random.default_rng(seed).normal(offset, scale, (1, 30))
    problem = Problem.build(x, [3])
    for arithmetic in LADDER:
        token = token_bounds(problem, arithmetic)[0, 0]
        assert token <= bounds(problem, "logprob", arithmetic)[0] < 2 * token
        assert bounds(problem, "mean_logprob", arithmetic)[0] >= token


def test_public_tolerance_and_bounds_agree():
    problem = Problem.build(X, IDS)
    stats = problem.stats
    data = {
        "logprobs": stats.logprob[0],
        "entropies": stats.entropy[0],
        "log_partitions": oracle.logsumexp(X),
        "gaps": X.max(-1) - X[np.arange(40), IDS],
    }
    for dtype in ("float64", "float32", "bfloat16"):
        unit = 2.0**-53 if dtype == "float64" else 2.0**-24
        tails = np.minimum(oracle.softmax(X), unit).sum(-1)
        assert bounds(problem, "logprob", dtype)[0] >= tolerance(dtype, 500, 40, tails=tails, **data) * (
            1 - 1e-12
        )


KINDS = {
    "random": lambda rng, shape: rng.normal(0.0, 4.0, shape),
    "peaked": lambda rng, shape: rng.normal(0.0, 2.0, shape) + 25.0 * (np.arange(shape[1]) == 3),
    "flat": lambda rng, shape: rng.normal(0.0, 1e-3, shape),
    "offset": lambda rng, shape: rng.normal(100.0, 1.0, shape),
    # heads that fill every lane of a sum, then a tail that each lane is too full to take
    "adversarial": lambda rng, shape: (
        np.where(np.arange(shape[1]) < 64, 0.0, math.log(0.49 * 2.0**-24)) * np.ones(shape)
    ),
}


def numpy_float32(x):
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [50, 20_000])
def test_correct_numpy_never_fails(kind, size):
    x = KINDS[kind](np.random.default_rng(0), (20, size)).astype(np.float32)
    ids = np.random.default_rng(1).integers(0, size, 20)
    values = numpy_float32(x)[np.arange(20), ids]
    problem = Problem.build(x, ids)
    assert (np.abs(values - problem.token_logprobs()[0]) <= token_bounds(problem, "float32")[0]).all()
    for total in (values.sum(), np.add.accumulate(values)[-1]):
        assert abs(total - oracle.sequence_logprob(x, ids)) <= bounds(problem, "logprob", "float32")[0]


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16", "float16"])
@pytest.mark.parametrize("kind", KINDS)
def test_correct_torch_never_fails(kind, dtype):
    torch = pytest.importorskip("torch")
    x = torch.tensor(KINDS[kind](np.random.default_rng(0), (20, 30_000))).to(getattr(torch, dtype))
    ids = torch.tensor(np.random.default_rng(1).integers(0, 30_000, (20, 1)))
    problem = Problem.build(x, ids[:, 0])
    for full in (torch.log_softmax(x, -1), x - x.logsumexp(-1, keepdim=True)):
        values = full.gather(-1, ids)[:, 0]
        error = np.abs(values.double().numpy() - problem.token_logprobs()[0])
        assert (error <= token_bounds(problem, dtype)[0]).all()
        assert (
            abs(float(values.sum()) - oracle.sequence_logprob(x, ids[:, 0]))
            <= bounds(problem, "logprob", dtype)[0]
        )


def test_the_bound_is_reached():
    """Lanes full of heads drop their tails: torch's float32 sum comes close to what is allowed."""
    torch = pytest.importorskip("torch")
    x = torch.tensor(KINDS["adversarial"](None, (1, 200_000)), dtype=torch.float32)
    problem = Problem.build(x, [0])
    lost = abs(float(torch.log_softmax(x, -1)[0, 0]) - problem.token_logprobs()[0, 0])
    bound = token_bounds(problem, "float32")[0, 0]
    assert lost <= bound
    # what rounds to nothing beside a full lane is the tail of the formula
    dropped = math.log1p((200_000 - 64) * 0.49 * 2.0**-24 / 64)
    assert dropped < bound < 6 * dropped


def test_wider_logits_are_rounded_first():
    x = X + 1e4
    narrow = x.astype(np.float32)
    values = numpy_float32(narrow.astype(np.float64))[np.arange(40), IDS]
    problem = Problem.build(x, IDS)
    error = np.abs(values - problem.token_logprobs()[0])
    assert (error > 1e-5).any() and (error <= token_bounds(problem, "float32")[0]).all()


@pytest.mark.parametrize(
    "quantity", ["logprob", "mean_logprob", "perplexity", "bits_per_byte", "token_logprobs"]
)
def test_units_of_each_quantity(quantity):
    """float32 all the way is within the bound, which stays far below the size of the quantity."""
    x = X.astype(np.float32)
    values = numpy_float32(x)[np.arange(40), IDS]
    actual = {
        "logprob": values.sum(),
        "mean_logprob": values.mean(),
        "perplexity": np.exp(-values.mean()),
        "bits_per_byte": -values.sum() / np.float32(math.log(2)) / np.float32(90),
        "token_logprobs": values,
    }[quantity]
    problem = Problem.build(x, IDS)
    expected = {
        "logprob": oracle.sequence_logprob(x, IDS),
        "mean_logprob": oracle.mean_logprob(x, IDS),
        "perplexity": oracle.perplexity(x, IDS),
        "bits_per_byte": oracle.bits_per_byte(x, IDS, num_bytes=90),
        "token_logprobs": oracle.token_logprobs(x, IDS),
    }[quantity]
    allowed = bounds(problem, quantity, "float32", 90)[0]
    assert (np.abs(actual - expected) <= allowed).all() and (
        100 * allowed < 0.1 * np.abs(expected) + 1e-2
    ).all()


def test_bases_scale_the_bound():
    nats = bounds(Problem.build(X, IDS), "logprob", "float32")[0]
    bits = bounds(Problem.build(X, IDS, base=2), "logprob", "float32")[0]
    assert nats / math.log(2) < bits < 1.5 * nats / math.log(2)


def test_infinite_log_probabilities_have_an_infinite_bound():
    x = np.array([[0.0, -np.inf], [0.0, 1.0]])
    problem = Problem.build(x, [1, 1])
    assert np.isinf(bounds(problem, "logprob", "float32")[0])


def test_the_ladder_names_the_most_exact_arithmetic():
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(0).normal(0.0, 3.0, (50, 3000))
    ids = np.random.default_rng(1).integers(0, 3000, 50)
    problem = Problem.build(torch.tensor(x).bfloat16(), ids)
    exact = problem.token_logprobs()
    logits = torch.tensor(x).bfloat16()

    def named(full):
        error = full.double().numpy()[np.arange(50), ids] - exact[0]
        return fitting(error[None], problem, "token_logprobs").name

    assert named(torch.log_softmax(logits.double(), -1)) == "float64"
    assert named(torch.log_softmax(logits.float(), -1)).startswith("float32")
    assert named(torch.log_softmax(logits, -1)) in ("float16", "bfloat16")
    assert fitting(np.full((1, 50), 50.0), problem, "token_logprobs") is None
    assert len(LADDER) == len({arithmetic.name for arithmetic in LADDER}) == 7
