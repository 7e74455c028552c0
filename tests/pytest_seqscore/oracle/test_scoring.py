"""Scores of sequences: the chain rule, spans, bases, batches, corpora."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pytest_seqscore import SeqScoreInputError, oracle

X = np.random.default_rng(5).normal(0.0, 2.0, (6, 9))
IDS = np.array([8, 0, 3, 3, 1, 7])

problems = st.tuples(
    hnp.arrays(np.float64, (5, 4), elements=st.floats(-40, 40)).map(lambda x: x + np.array([90.0, 0, 0, 0])),
    hnp.arrays(np.int64, 5, elements=st.integers(0, 3)),
)


@given(problems, st.integers(0, 5))
def test_chain_rule(problem, cut):
    """log p(whole) = log p(start) + log p(rest | start)."""
    x, ids = problem
    whole = oracle.sequence_logprob(x, ids)
    start = oracle.sequence_logprob(x, ids, mask=np.arange(5) < cut)
    rest = oracle.sequence_logprob(x, ids, prompt_length=cut)
    assert whole == pytest.approx(start + rest, rel=1e-14, abs=1e-14)


@given(problems, st.sampled_from(["aligned", "causal"]), st.integers(0, 3))
def test_padding_changes_nothing(problem, layout, prompt):
    x, ids = problem
    padded = np.concatenate([x, np.full((2, 4), np.nan)])
    tail = {"layout": layout, "prompt_length": prompt}
    plain = oracle.sequence_logprob(x, ids, **tail)
    by_index = oracle.sequence_logprob(padded, [*ids, -100, -100], **tail)
    by_mask = oracle.sequence_logprob(padded, [*ids, 0, 0], mask=np.arange(7) < 5, **tail)
    # rows of the causal layout predict the next token, so the last real row only predicts padding
    assert plain == by_index == by_mask


@given(problems, st.permutations(range(4)))
def test_the_vocabulary_has_no_order(problem, order):
    x, ids = problem
    relabelled = np.argsort(order)[ids]
    assert oracle.sequence_logprob(x[:, order], relabelled) == pytest.approx(
        oracle.sequence_logprob(x, ids), rel=1e-13
    )


@given(st.permutations(range(3)))
def test_the_batch_has_no_order_and_no_influence(order):
    x = np.stack([X, X * 2, X[::-1]])
    ids = np.stack([IDS, IDS[::-1], IDS])
    prompt = np.array([0, 3, 6])
    scores = oracle.sequence_logprob(x, ids, prompt_length=prompt)
    np.testing.assert_array_equal(
        oracle.sequence_logprob(x[order], ids[order], prompt_length=prompt[order]), scores[order]
    )
    for b in range(3):
        assert oracle.sequence_logprob(x[b], ids[b], prompt_length=prompt[b]) == scores[b]


def test_probabilities_of_all_sequences_sum_to_one():
    x = X[:4, :3]
    total = sum(math.exp(oracle.sequence_logprob(x, ids)) for ids in itertools.product(range(3), repeat=4))
    assert total == pytest.approx(1.0, abs=1e-14)


def test_quantities_follow_from_each_other():
    s = oracle.score(X, IDS, layout="causal", prompt_length=2)
    assert s.n_scored == 4 and s.base == "e"
    assert s.logprob == oracle.sequence_logprob(X, IDS, layout="causal", prompt_length=2)
    assert s.mean_logprob == s.logprob / 4 == oracle.mean_logprob(X, IDS, layout="causal", prompt_length=2)
    assert (
        s.perplexity
        == math.exp(-s.mean_logprob)
        == oracle.perplexity(X, IDS, layout="causal", prompt_length=2)
    )
    assert np.nansum(s.token_logprobs) == pytest.approx(s.logprob)
    bits = oracle.bits_per_byte(X, IDS, num_bytes=11, layout="causal", prompt_length=2)
    assert bits == pytest.approx(-s.logprob / math.log(2) / 11, rel=1e-15)


def test_score_says_how_each_token_stood():
    x = np.array([[0.0, 3.0, 1.0], [2.0, 2.0, 0.0], [5.0, 4.0, 3.0]])
    s = oracle.score(x, [1, 1, 2])
    assert s.ranks.tolist() == [1, 1, 3] and s.argmax.tolist() == [1, 0, 0]
    assert s.is_greedy is False and oracle.score(x, [1, 0, 0]).is_greedy is True
    np.testing.assert_allclose(s.entropies, oracle.entropy(x), rtol=1e-14)
    assert s.tokens.tolist() == [1, 1, 2] and type(s.logprob) is float and type(s.n_scored) is int


def test_score_of_a_batch():
    s = oracle.score(np.stack([X, X]), np.stack([IDS, X.argmax(-1)]), prompt_length=[1, 6])
    assert s.n_scored.tolist() == [5, 0] and s.logprob[1] == 0.0
    assert np.isnan(s.ranks[:, 0]).all() and np.isnan(s.argmax[1]).all() and np.isnan(s.entropies[1]).all()
    assert np.isnan([s.mean_logprob[1], s.perplexity[1]]).all() and np.isfinite(s.perplexity[0])
    assert s.is_greedy.tolist() == [False, True]


def test_score_of_token_logprobs_alone():
    s = oracle.score(token_logprobs=[None, -1.0, -0.5])
    assert (s.logprob, s.n_scored, s.tokens, s.is_greedy) == (-1.5, 2, None, None)
    assert np.isnan([*s.ranks, *s.argmax, *s.entropies]).all()


@pytest.mark.parametrize(("base", "unit"), [("e", 1.0), (2, math.log(2)), (10, math.log(10))])
def test_bases(base, unit):
    s, nats = oracle.score(X, IDS, base=base), oracle.score(X, IDS)
    assert s.logprob == pytest.approx(nats.logprob / unit, rel=1e-15)
    assert s.mean_logprob == pytest.approx(nats.mean_logprob / unit, rel=1e-15)
    assert s.perplexity == nats.perplexity
    np.testing.assert_allclose(s.token_logprobs, nats.token_logprobs / unit, rtol=1e-15)
    np.testing.assert_allclose(s.entropies, nats.entropies / unit, rtol=1e-15)
    assert oracle.bits_per_byte(X, IDS, num_bytes=3, base=base) == oracle.bits_per_byte(X, IDS, num_bytes=3)


def test_empty_completions():
    assert oracle.sequence_logprob(X, IDS, prompt_length=6) == 0.0
    assert oracle.sequence_logprob(X[:1], IDS[:1], layout="causal") == 0.0
    assert oracle.bits_per_byte(X, IDS, prompt_length=6, num_bytes=4) == 0.0
    assert oracle.score(X, IDS, prompt_length=6).n_scored == 0
    for what in (oracle.mean_logprob, oracle.perplexity):
        with pytest.raises(SeqScoreInputError, match="tokens: found no scored token, expected at least one"):
            what(X, IDS, prompt_length=6)
        values = what(np.stack([X, X]), np.stack([IDS, IDS]), prompt_length=[6, 0])
        assert np.isnan(values[0]) and values[1] == what(X, IDS)


def test_perplexity_overflows_to_infinity():
    assert oracle.perplexity(token_logprobs=[-800.0]) == math.inf
    assert oracle.perplexity(token_logprobs=[-np.inf]) == math.inf


@pytest.mark.parametrize(
    ("num_bytes", "message"),
    [
        (0, "num_bytes: found 0, expected a positive int"),
        (-3, "num_bytes: found -3"),
        (2.5, "num_bytes: found 2.5, expected a positive int"),
        ([1, 2], r"num_bytes: found int64 of shape \(2,\)"),
        ("abc", "num_bytes: found 'abc'"),
        (None, "num_bytes: found None"),
    ],
)
def test_bad_byte_counts(num_bytes, message):
    with pytest.raises(SeqScoreInputError, match=message):
        oracle.bits_per_byte(X, IDS, num_bytes=num_bytes)


def test_bits_per_byte_of_a_batch():
    values = oracle.bits_per_byte(np.stack([X, X]), np.stack([IDS, IDS]), num_bytes=[10, 20])
    assert values[0] == 2 * values[1]


def test_corpus_perplexity_weighs_texts_by_their_length():
    texts = [[-1.0, -2.0, -3.0], [-4.0]]
    assert oracle.corpus_perplexity(texts) == pytest.approx(math.exp(10 / 4))
    assert oracle.corpus_perplexity([oracle.score(token_logprobs=text) for text in texts]) == pytest.approx(
        math.exp(2.5)
    )
    assert oracle.corpus_perplexity(texts, "word", counts=[2, 1]) == pytest.approx(math.exp(10 / 3))
    assert oracle.corpus_perplexity(texts, unit="byte", counts=[9, 4]) == pytest.approx(math.exp(10 / 13))
    in_bits = [oracle.score(X, IDS, base=2), oracle.score(X[::-1], IDS)]
    in_nats = [(X, IDS), {"logits": X[::-1], "tokens": IDS}]
    assert oracle.corpus_perplexity(in_bits) == pytest.approx(oracle.corpus_perplexity(in_nats), rel=1e-14)
    batch = oracle.score(np.stack([X, X[::-1]]), np.stack([IDS, IDS]))
    assert (
        oracle.corpus_perplexity([batch])
        == oracle.corpus_perplexity(batch)
        == oracle.corpus_perplexity(in_nats)
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: oracle.corpus_perplexity([]), "scores: found no scored token"),
        (lambda: oracle.corpus_perplexity([[]]), "scores: found no scored token"),
        (
            lambda: oracle.corpus_perplexity([[-1.0]], "word"),
            "counts: found nothing, expected the number of words",
        ),
        (lambda: oracle.corpus_perplexity([[-1.0]], "byte", [1, 2]), "counts: found"),
        (lambda: oracle.corpus_perplexity([[-1.0]], "token", [1]), "counts: .*counted from the scores"),
        (lambda: oracle.corpus_perplexity([[-1.0]], "sentence"), "unit: found 'sentence'"),
        (lambda: oracle.corpus_perplexity([[-1.0], [2.0]]), r"scores\[1\]: token_logprobs: found 2"),
    ],
)
def test_bad_corpora(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call()
