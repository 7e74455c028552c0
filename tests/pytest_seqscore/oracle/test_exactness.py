"""Against 50-digit arithmetic and other libraries; and with bounded memory."""

import tracemalloc

import numpy as np
import pytest

from pytest_seqscore import SeqScoreInputError, oracle

mpmath = pytest.importorskip("mpmath")

CASES = {
    "unit": (1.0, 0.0),
    "wide": (20.0, 0.0),
    "extreme": (300.0, 0.0),
    "large offset": (3.0, 1e4),
    "negative offset": (3.0, -700.0),
    "near overflow": (2.0, 700.0),
    "flat": (1e-8, 0.0),
}


def make(case, dtype=np.float64, size=60):
    """Four rows; one token of the last stands so far above the others that its log p is nearly 0."""
    scale, offset = CASES[case]
    x = (np.random.default_rng(len(case)).normal(0.0, scale, (4, size)) + offset).astype(dtype)
    x[3, 7] += 60.0
    return x, np.array([0, 1, int(x[2].argmin()), 7])


def exact(row):
    """Every log p of a row, and its log-partition."""
    x = [mpmath.mpf(float(value)) for value in row]
    partition = mpmath.log(mpmath.fsum(mpmath.exp(value) for value in x))
    return [value - partition for value in x], partition


@pytest.fixture(autouse=True)
def digits():
    with mpmath.workdps(400):  # enough for 1 - 1e-300, so that 50 remain
        yield


def off(actual, wanted):
    return float(abs((mpmath.mpf(float(actual)) - wanted) / wanted)) if wanted else abs(float(actual))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("case", CASES)
def test_log_probabilities_to_the_last_digits(case, dtype):
    x, ids = make(case, dtype)
    scored = oracle.score(x, ids)
    again = oracle.token_logprobs(x, ids)
    full = oracle.log_softmax(x)
    partitions, entropies = oracle.logsumexp(x), oracle.entropy(x)
    for t, token in enumerate(ids):
        logprobs, partition = exact(x[t])
        wanted = logprobs[token]
        for actual in (scored.token_logprobs[t], again[t], full[t, token]):
            assert off(actual, wanted) < 1e-14
        assert abs(float(mpmath.mpf(float(partitions[t])) - partition)) <= 4e-16 * max(
            1.0, abs(float(partition))
        )
        assert off(entropies[t], -mpmath.fsum(mpmath.exp(p) * p for p in logprobs)) < 1e-14
        p = oracle.softmax(x)[t]
        assert off(p[token], mpmath.exp(wanted)) < 1e-13 or mpmath.exp(wanted) < 1e-307


def test_sequence_scores_are_correctly_rounded():
    values = np.random.default_rng(0).normal(-3.0, 2.0, 4000)
    values = np.minimum(values, 0.0)
    total = mpmath.fsum(mpmath.mpf(float(value)) for value in values)
    assert oracle.sequence_logprob(token_logprobs=values) == float(total)
    assert oracle.sequence_logprob(token_logprobs=[-1.5, -0.9, -1.2]) == -3.6


def test_kl_divergence_of_close_distributions():
    rng = np.random.default_rng(0)
    for step in (1.0, 1e-3, 1e-6):
        p = rng.normal(0.0, 2.0, 30)
        q = p + step * rng.normal(0.0, 1.0, 30)
        log_p, log_q = exact(p)[0], exact(q)[0]
        wanted = mpmath.fsum(mpmath.exp(a) * (a - b) for a, b in zip(log_p, log_q, strict=True))
        # log p - log q is known to about 1e-15, and enters twice
        assert off(oracle.kl_divergence(p, q), wanted) < 1e-14 + 1e-14 / step


def test_cross_entropy_gradient_where_the_target_is_nearly_sure():
    x = np.array([[40.0, 0.0, 1.0]])
    rest = sum(mpmath.exp(p) for p in exact(x[0])[0][1:])
    assert off(oracle.cross_entropy_grad(x, [0])[0, 0], -rest) < 1e-14


def test_against_scipy():
    special = pytest.importorskip("scipy.special")
    x = np.random.default_rng(0).normal(0.0, 5.0, (3, 4, 50))
    for axis in (0, 1, 2, -1, -2):
        np.testing.assert_allclose(oracle.softmax(x, axis), special.softmax(x, axis), rtol=1e-13)
        np.testing.assert_allclose(
            oracle.log_softmax(x, axis), special.log_softmax(x, axis), rtol=1e-13, atol=1e-15
        )
        np.testing.assert_allclose(oracle.logsumexp(x, axis), special.logsumexp(x, axis), rtol=1e-13)
    p, q = special.softmax(x[0], -1), special.softmax(x[1], -1)
    np.testing.assert_allclose(oracle.kl_divergence(x[0], x[1]), special.rel_entr(p, q).sum(-1), rtol=1e-12)
    np.testing.assert_allclose(oracle.entropy(x[0]), special.entr(p).sum(-1), rtol=1e-12)


def test_against_torch():
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(0).normal(0.0, 5.0, (3, 6, 50))
    ids = np.random.default_rng(1).integers(0, 50, (3, 6))
    ids[0, :2] = -100
    flat, targets = torch.tensor(x).flatten(0, 1).requires_grad_(), torch.tensor(ids).flatten()
    for reduction in ("mean", "sum", "none"):
        wanted = torch.nn.functional.cross_entropy(flat, targets, reduction=reduction).detach().numpy()
        actual = oracle.cross_entropy(x, ids, reduction)
        np.testing.assert_allclose(np.reshape(actual, wanted.shape), wanted, rtol=1e-12)
    for reduction in ("mean", "sum"):
        loss = torch.nn.functional.cross_entropy(flat, targets, reduction=reduction)
        (wanted,) = torch.autograd.grad(loss, flat)
        actual = oracle.cross_entropy_grad(x, ids, reduction)
        np.testing.assert_allclose(actual.reshape(18, 50), wanted.numpy(), rtol=1e-11, atol=1e-16)
    log_p = torch.log_softmax(torch.tensor(x[0]), -1)
    np.testing.assert_allclose(
        oracle.entropy(x[0]), torch.distributions.Categorical(logits=torch.tensor(x[0])).entropy(), rtol=1e-12
    )
    kl = torch.nn.functional.kl_div(
        torch.log_softmax(torch.tensor(x[1]), -1), log_p, reduction="none", log_target=True
    )
    np.testing.assert_allclose(oracle.kl_divergence(x[0], x[1]), kl.sum(-1), rtol=1e-11)


def test_against_jax():
    jax = pytest.importorskip("jax")
    x = np.random.default_rng(0).normal(0.0, 5.0, (4, 50)).astype(np.float32)
    np.testing.assert_allclose(oracle.log_softmax(x), np.asarray(jax.nn.log_softmax(x)), rtol=1e-5)


def test_minus_infinite_logits_are_impossible_tokens():
    x = np.array([[0.0, -np.inf, 1.0], [-np.inf, 2.0, -np.inf]])
    np.testing.assert_array_equal(oracle.token_logprobs(x, [1, 1]), [-np.inf, 0.0])
    assert oracle.sequence_logprob(x, [1, 1]) == -np.inf
    assert oracle.perplexity(x, [1, 1]) == np.inf
    np.testing.assert_array_equal(oracle.softmax(x)[1], [0.0, 1.0, 0.0])
    assert oracle.entropy(x)[1] == 0.0 and np.isfinite(oracle.entropy(x)[0])
    assert oracle.kl_divergence(x[1], x[0]) == np.inf and np.isfinite(
        oracle.kl_divergence(x[1], [0.0, 2.0, 1.0])
    )


def test_a_row_wider_than_a_block():
    rng = np.random.default_rng(0)
    x = rng.normal(0.0, 3.0, (2, 300_000)).astype(np.float32)
    x[1, 299_999] = 30.0
    ids = np.array([299_999, 299_999])
    scored = oracle.score(x, ids)
    np.testing.assert_allclose(scored.token_logprobs, oracle.log_softmax(x)[[0, 1], ids], rtol=1e-14)
    np.testing.assert_array_equal(scored.argmax, x.argmax(-1))
    np.testing.assert_array_equal(scored.ranks, (x > x[[0, 1], ids][:, None]).sum(-1) + 1)
    p = oracle.softmax(x)
    np.testing.assert_allclose(scored.entropies, -(p * np.log(p)).sum(-1), rtol=1e-12)


def test_threads_give_the_same_numbers():
    x = (
        np.random.default_rng(0).normal(0.0, 3.0, (300, 40_000)).astype(np.float32)
    )  # large enough for threads
    ids = np.random.default_rng(1).integers(0, 40_000, 300)
    together = oracle.token_logprobs(x, ids)
    alone = np.concatenate(
        [
            oracle.token_logprobs(part, tokens)
            for part, tokens in zip(np.split(x, 10), np.split(ids, 10), strict=True)
        ]
    )
    np.testing.assert_array_equal(together, alone)
    x[299, 3] = np.nan
    with pytest.raises(SeqScoreInputError, match=r"NaN in row \[299\]"):
        oracle.token_logprobs(x, ids)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_memory_does_not_grow_with_the_logits(dtype):
    x = np.random.default_rng(0).standard_normal((128, 50_000), dtype=np.float32).astype(dtype)
    ids = np.zeros(128, int)
    oracle.token_logprobs(x[:1], ids[:1])
    tracemalloc.start()
    try:
        oracle.token_logprobs(x, ids)
        oracle.score(x, ids)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12e6 < x.nbytes
