"""Assertions on distributions, losses and gradients: every known wrong version is named."""

import math

import numpy as np
import pytest

import pytest_seqscore as seqscore
from pytest_seqscore import SeqScoreAssertionError, SeqScoreInputError, oracle

X = np.random.default_rng(21).normal(0.0, 2.0, (4, 6))
IDS = np.array([5, 0, 2, 2])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def half(x):
    return x.astype(np.float16).astype(np.float64)


def fails(code, check, *args, **kwargs):
    with pytest.raises(SeqScoreAssertionError) as error:
        check(*args, **kwargs)
    first = str(error.value).splitlines()[0]
    assert len(first) <= 80
    assert first.startswith(f"{code} " if code else "") and ("SEQ" in first) == bool(code), first
    assert error.value.diagnosis.codes == ((code,) if code else ())
    return str(error.value)


def top_two(x):
    return np.where(x >= np.sort(x, -1)[:, -2:-1], x, -np.inf)


SOFTMAX = {
    "SEQ104 other axis": oracle.softmax(X, 0),
    "SEQ104 whole array": np.exp(X) / np.exp(X).sum(),
    "SEQ101": X,
    "SEQ106": oracle.softmax(oracle.softmax(X)),
    "SEQ107": sigmoid(X),
    "SEQ103": np.exp(X),
    "SEQ103 shifted": np.exp(X - X.max(-1, keepdims=True)),
    "SEQ421": oracle.log_softmax(X),
    "SEQ420": -oracle.softmax(X),
    "SEQ411": 2**X / (2**X).sum(-1, keepdims=True),
    "SEQ110": oracle.softmax(X, temperature=0.7),
    "SEQ108": oracle.softmax(top_two(X)),
    "SEQ607": half(oracle.softmax(half(X))),
    "": oracle.softmax(X) + 0.01,
}
LOG_SOFTMAX = {
    "SEQ104": oracle.log_softmax(X, 0),
    "SEQ101": X,
    "SEQ106": oracle.log_softmax(oracle.softmax(X)),
    "SEQ107": np.log(sigmoid(X)),
    "SEQ103": X - X.max(-1, keepdims=True),
    "SEQ421": oracle.softmax(X),
    "SEQ420": -oracle.log_softmax(X),
    "SEQ411 bits": oracle.log_softmax(X) / math.log(2),
    "SEQ411 bans": oracle.log_softmax(X) / math.log(10),
    "SEQ109": oracle.log_softmax(X) / 0.6,
    "SEQ110": oracle.log_softmax(X / 0.6),
    "SEQ604": np.log(oracle.softmax(X) + 1e-8),
    "SEQ108": oracle.log_softmax(top_two(X)),
    "SEQ607": half(oracle.log_softmax(half(X))),
    "": oracle.log_softmax(X) + 0.01,
}


@pytest.mark.parametrize("case", SOFTMAX)
def test_wrong_softmax(case):
    fails(case[:6], seqscore.assert_softmax, SOFTMAX[case], X)


@pytest.mark.parametrize("case", LOG_SOFTMAX)
def test_wrong_log_softmax(case):
    fails(case[:6], seqscore.assert_log_softmax, LOG_SOFTMAX[case], X)


@pytest.mark.parametrize("axis", [0, 1, 2, -2])
def test_right_distributions_along_any_axis(axis):
    x = np.random.default_rng(0).normal(size=(3, 4, 5)).astype(np.float32)
    weights = np.exp(x - x.max(axis, keepdims=True))
    seqscore.assert_softmax(weights / weights.sum(axis, keepdims=True), x, axis)
    seqscore.assert_softmax(oracle.softmax(x, axis), x, axis=axis)
    seqscore.assert_log_softmax(oracle.log_softmax(x, axis), x, axis)
    seqscore.assert_normalized(oracle.softmax(x, axis), axis)
    seqscore.assert_normalized(oracle.log_softmax(x, axis), axis, "logprob")
    text = fails("SEQ104", seqscore.assert_softmax, oracle.softmax(x, (axis + 1) % 3), x, axis)
    assert f"softmax over axis {(axis + 1) % 3}, expected axis {axis}" in text


def test_stated_temperature():
    seqscore.assert_softmax(oracle.softmax(X, temperature=0.7), X, temperature=0.7)
    fails("", seqscore.assert_log_softmax, oracle.log_softmax(X), X, temperature=0.55)


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16", "float16"])
def test_right_distributions_of_torch(dtype):
    torch = pytest.importorskip("torch")
    for scale in (1e-3, 1.0, 20.0):
        x = (
            torch.randn(5, 3000, generator=torch.Generator().manual_seed(0))
            .mul(scale)
            .to(getattr(torch, dtype))
        )
        seqscore.assert_softmax(torch.softmax(x, -1), x)
        seqscore.assert_log_softmax(torch.log_softmax(x, -1), x)
        seqscore.assert_normalized(torch.softmax(x, -1))
        seqscore.assert_normalized(torch.log_softmax(x, -1), space="logprob")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_overflow_and_underflow():
    x = np.array([[1e4, 1e4 - 1.0], [0.0, 1.0]])
    fails("SEQ601", seqscore.assert_softmax, np.exp(x) / np.exp(x).sum(-1, keepdims=True), x)
    fails("SEQ601", seqscore.assert_softmax, np.exp(-x) / np.exp(-x).sum(-1, keepdims=True), -x)
    x = np.array([[0.0, -2000.0, 1.0]])
    fails("SEQ602", seqscore.assert_log_softmax, np.log(oracle.softmax(x)), x)
    seqscore.assert_softmax(oracle.softmax(x).astype(np.float32), x)
    seqscore.assert_log_softmax([[0.0, -math.inf]], np.array([[0.0, -math.inf]]))


def test_shapes_and_messages():
    with pytest.raises(SeqScoreAssertionError, match=r"^got shape \(4,\), expected that of logits, \(4, 6\)"):
        seqscore.assert_softmax(oracle.softmax(X)[:, 0], X)
    text = fails("", seqscore.assert_softmax, oracle.softmax(X) + 0.01, X, msg="the head of layer 3")
    assert "24 of 24 entries are off" in text and text.endswith("the head of layer 3")
    seqscore.assert_softmax(oracle.softmax(X) + 0.01, X, atol=0.02)
    with pytest.raises(SeqScoreInputError, match="axis: found 5"):
        seqscore.assert_softmax(X, X, axis=5)


@pytest.mark.parametrize(
    ("code", "values", "space"),
    [
        ("SEQ104", oracle.softmax(X, 0), "prob"),
        ("SEQ104", oracle.log_softmax(X, 0), "logprob"),
        ("SEQ104", oracle.softmax(X) / 4, "prob"),
        ("SEQ421", oracle.log_softmax(X), "prob"),
        ("SEQ421", oracle.softmax(X), "logprob"),
        ("SEQ411", oracle.log_softmax(X) / math.log(2), "logprob"),
        ("SEQ420", -oracle.log_softmax(X), "logprob"),
        ("SEQ420", -oracle.softmax(X), "prob"),
        ("", sigmoid(X), "prob"),
        ("", X, "prob"),
        ("", X, "logprob"),
        ("", np.where(X > 0, np.nan, 0.1), "prob"),
    ],
)
def test_values_that_do_not_sum_to_one(code, values, space):
    fails(code, seqscore.assert_normalized, values, space=space)


def test_normalized():
    seqscore.assert_normalized([0.659, 0.242, 0.099])
    seqscore.assert_normalized([1.0, 0.0])
    seqscore.assert_normalized([0.0, -math.inf], space="logprob")
    seqscore.assert_normalized([0.66, 0.24, 0.1], atol=0.01)
    text = fails("", seqscore.assert_normalized, [[0.5, 0.5], [0.5, 0.6]])
    assert text.startswith("got a sum of 1.1 along axis -1 at [1], expected 1")
    assert fails("", seqscore.assert_normalized, [1.5, -0.5]).startswith("got a negative probability")
    for bad in ({"space": "logit"}, {"axis": 2}):
        with pytest.raises(SeqScoreInputError):
            seqscore.assert_normalized([0.5, 0.5], **bad)


SHIFTED = {
    "SEQ101 entries": lambda x: x,
    "SEQ101 chosen": lambda x: x[np.arange(4), IDS],
    "SEQ101 sum": lambda x: x[np.arange(4), IDS].sum(),
    "SEQ101 mean": lambda x: x[np.arange(4), IDS].mean(),
    "SEQ101 loss": lambda x: -x[np.arange(4), IDS].sum(),
    "SEQ103": np.exp,
    "SEQ104": lambda x: oracle.softmax(x, 0),
    "SEQ107": sigmoid,
    "SEQ601": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True),
    "SEQ601 log": lambda x: np.log(np.exp(x) / np.exp(x).sum(-1, keepdims=True)),
    "": lambda x: np.tanh(x).sum(),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("case", SHIFTED)
def test_functions_that_a_shift_changes(case):
    fails(case[:6], seqscore.assert_shift_invariant, SHIFTED[case], X)


@pytest.mark.parametrize(
    "fn",
    [
        oracle.softmax,
        oracle.log_softmax,
        oracle.entropy,
        lambda x: oracle.sequence_logprob(x, IDS),
        lambda x: oracle.perplexity(x, IDS),
        lambda x: x.argmax(-1),
        lambda x: x - x.max(-1, keepdims=True),
    ],
)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_functions_that_a_shift_leaves(fn, dtype):
    seqscore.assert_shift_invariant(fn, X.astype(dtype))


def test_shift_invariance_of_other_kinds_of_logits():
    seqscore.assert_shift_invariant(lambda x: [v - oracle.logsumexp(x) for v in x], X[0].tolist())
    seqscore.assert_shift_invariant(oracle.softmax, np.stack([X, X]))
    seqscore.assert_shift_invariant(oracle.softmax, (X * 4).astype(int))
    given = X.copy()
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_shift_invariant(lambda x: x.__iadd__(1.0), given)
    assert (given == X).all()
    with pytest.raises(SeqScoreInputError, match="only -inf"):
        seqscore.assert_shift_invariant(oracle.softmax, [[-math.inf, -math.inf]])


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_shift_invariance_in_torch(dtype):
    torch = pytest.importorskip("torch")
    x = torch.tensor(X).to(getattr(torch, dtype))
    seqscore.assert_shift_invariant(lambda z: torch.log_softmax(z, -1), x)
    seqscore.assert_shift_invariant(
        lambda z: torch.log_softmax(z, -1).gather(-1, torch.tensor(IDS)[:, None]).sum(), x
    )
    fails("SEQ104", seqscore.assert_shift_invariant, lambda z: torch.softmax(z, 0), x)
    fails("SEQ101", seqscore.assert_shift_invariant, lambda z: z.sum(), x)


def test_shift_invariance_in_jax():
    jax = pytest.importorskip("jax")
    x = jax.numpy.asarray(X)
    seqscore.assert_shift_invariant(jax.nn.log_softmax, x)
    fails(
        "SEQ601",
        seqscore.assert_shift_invariant,
        lambda z: jax.numpy.exp(z) / jax.numpy.exp(z).sum(-1)[:, None],
        x,
    )


BATCH, TARGETS = np.stack([X, -X]), np.array([[5, 0, 2, 2], [1, -100, -100, -100]])
LOSSES = oracle.cross_entropy(BATCH, TARGETS, "none")


def test_right_losses():
    seqscore.assert_cross_entropy(LOSSES.sum() / 5, BATCH, TARGETS)
    seqscore.assert_cross_entropy(LOSSES.sum(), BATCH, TARGETS, "sum")
    seqscore.assert_cross_entropy(LOSSES, BATCH, TARGETS, reduction="none")
    seqscore.assert_cross_entropy(np.where(TARGETS < 0, np.nan, LOSSES), BATCH, TARGETS, "none")
    seqscore.assert_cross_entropy(np.float32(LOSSES.sum() / 5), BATCH, TARGETS)
    seqscore.assert_cross_entropy(LOSSES.sum() / 5 + 0.01, BATCH, TARGETS, atol=0.02)


@pytest.mark.parametrize(
    ("code", "actual", "reduction"),
    [
        ("SEQ419", LOSSES.sum(), "mean"),
        ("SEQ401", LOSSES.sum() / 5, "sum"),
        ("SEQ420", -LOSSES.sum() / 5, "mean"),
        ("SEQ409", (LOSSES[0].mean() + LOSSES[1, 0]) / 2, "mean"),
        ("", LOSSES.sum() / 5 + 0.0123, "mean"),
    ],
)
def test_wrong_losses(code, actual, reduction):
    with pytest.raises(SeqScoreAssertionError) as error:
        seqscore.assert_cross_entropy(actual, BATCH, TARGETS, reduction)
    first = str(error.value).splitlines()[0]
    assert first.startswith(code) and ("SEQ" in first) == bool(code), first
    assert error.value.diagnosis.codes[:1] == ((code,) if code else ())


def test_losses_of_the_wrong_shape():
    with pytest.raises(SeqScoreAssertionError, match=r"got shape \(2, 4\), expected one number"):
        seqscore.assert_cross_entropy(LOSSES, BATCH, TARGETS)
    with pytest.raises(SeqScoreAssertionError, match=r"got shape \(\), expected \(2, 4\)"):
        seqscore.assert_cross_entropy(1.0, BATCH, TARGETS, "none")
    with pytest.raises(SeqScoreInputError, match="reduction: found 'avg'"):
        seqscore.assert_cross_entropy(1.0, BATCH, TARGETS, "avg")


ONE_HOT = np.eye(6)[IDS]
P = oracle.softmax(X)
GRADIENTS = {
    "SEQ401": (P - ONE_HOT) / 4,
    "SEQ420": ONE_HOT - P,
    "SEQ104": oracle.softmax(X, 0) - ONE_HOT,
    "SEQ106": oracle.softmax(P) - ONE_HOT,
    "SEQ101": X - ONE_HOT,
    "SEQ421": oracle.log_softmax(X) - ONE_HOT,
    "SEQ201": P - np.eye(6)[np.roll(IDS, -1)],
    "SEQ607": half(half(P) - ONE_HOT),
    "": P,
}


@pytest.mark.parametrize("case", GRADIENTS)
def test_wrong_gradients(case):
    fails(case, seqscore.assert_cross_entropy_grad, GRADIENTS[case], X, IDS)


def test_right_gradients_and_ignored_targets():
    seqscore.assert_cross_entropy_grad(P - ONE_HOT, X, IDS)
    seqscore.assert_cross_entropy_grad((P - ONE_HOT).astype(np.float32) / np.float32(4), X, IDS, "mean")
    fails("SEQ419", seqscore.assert_cross_entropy_grad, P - ONE_HOT, X, IDS, "mean")
    labels = np.array([5, -100, 2, 2])
    right = np.where(labels[:, None] < 0, 0.0, P - ONE_HOT)
    seqscore.assert_cross_entropy_grad(right, X, labels)
    fails("SEQ302", seqscore.assert_cross_entropy_grad, P - np.eye(6)[[5, 0, 2, 2]], X, labels)
    fails("SEQ303", seqscore.assert_cross_entropy_grad, right / 4, X, labels, "mean")


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_gradients_of_torch(dtype):
    torch = pytest.importorskip("torch")
    for scale in (1.0, 20.0):
        x = (
            torch.randn(2, 5, 900, generator=torch.Generator().manual_seed(1))
            .mul(scale)
            .to(getattr(torch, dtype))
        )
        x.requires_grad_()
        targets = torch.randint(0, 900, (2, 5), generator=torch.Generator().manual_seed(2))
        targets[1, 3:] = -100
        loss = torch.nn.functional.cross_entropy(x.flatten(0, 1), targets.flatten())
        loss.backward()
        seqscore.assert_cross_entropy(loss, x, targets)
        seqscore.assert_cross_entropy_grad(x.grad, x, targets, "mean")
