"""Searches over a model that can be enumerated."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_seqscore import SeqScoreInputError, oracle


def model(seed, size=3):
    """Logits that depend on the whole prefix."""
    return lambda prefix: np.random.default_rng([seed, *prefix, 99]).normal(0.0, 2.0, size)


@given(st.integers(0, 50), st.integers(0, 4))
def test_exhaustive_search_finds_every_sequence(seed, length):
    found = oracle.exhaustive_search(model(seed), length=length)
    assert sorted(candidate.tokens for candidate in found) == list(itertools.product(range(3), repeat=length))
    assert sum(math.exp(candidate.logprob) for candidate in found) == pytest.approx(1.0, abs=1e-14)
    assert [c.logprob for c in found] == sorted((c.logprob for c in found), reverse=True)


@given(st.integers(0, 50))
def test_log_probabilities_are_those_of_teacher_forcing(seed):
    next_logits = model(seed)
    best = oracle.exhaustive_search(next_logits, length=3, prompt=[2, 0])[0]
    logits = [next_logits((2, 0, *best.tokens[:t])) for t in range(3)]
    assert best.logprob == pytest.approx(oracle.sequence_logprob(logits, best.tokens), rel=1e-14)


@given(st.integers(0, 50), st.integers(0, 2))
def test_sequences_end_at_eos(seed, eos):
    found = oracle.exhaustive_search(model(seed), length=4, eos=eos)
    assert all(eos not in c.tokens[:-1] and (len(c.tokens) == 4 or c.tokens[-1] == eos) for c in found)
    assert sum(math.exp(candidate.logprob) for candidate in found) == pytest.approx(1.0, abs=1e-14)


@given(st.integers(0, 50), st.sampled_from([None, 0]))
def test_a_wide_beam_is_exhaustive_and_a_narrow_one_greedy(seed, eos):
    next_logits = model(seed)
    everything = oracle.exhaustive_search(next_logits, length=3, eos=eos)
    beam = oracle.beam_search(next_logits, width=81, max_length=3, eos=eos)
    assert {c.tokens: c.logprob for c in beam} == {c.tokens: c.logprob for c in everything}
    (narrow,) = oracle.beam_search(next_logits, width=1, max_length=3, eos=eos)
    greedy = oracle.greedy_search(next_logits, max_length=3, eos=eos)
    assert narrow == greedy
    assert greedy.logprob <= beam[0].logprob == everything[0].logprob


@given(st.integers(0, 50))
def test_a_beam_is_never_better_than_the_best(seed):
    next_logits = model(seed, size=4)
    best = oracle.exhaustive_search(next_logits, length=4)[0].logprob
    for width in (1, 2, 3):
        beam = oracle.beam_search(next_logits, width=width, max_length=4)
        assert len(beam) == width and beam[0].logprob <= best


def test_impossible_tokens_are_left_out():
    def only_zero(prefix):
        return [0.0, -math.inf]

    assert oracle.exhaustive_search(only_zero, length=3) == [((0, 0, 0), 0.0)]
    assert oracle.beam_search(only_zero, width=5, max_length=2) == [((0, 0), 0.0)]


def test_prefixes_are_tuples_that_start_with_the_prompt():
    seen = []

    def next_logits(prefix):
        seen.append(prefix)
        return [0.0, 1.0]

    assert oracle.greedy_search(next_logits, max_length=2, prompt=np.array([5, 6])).tokens == (1, 1)
    assert seen == [(5, 6), (5, 6, 1)]


def test_torch_logits():
    torch = pytest.importorskip("torch")
    assert oracle.greedy_search(lambda prefix: torch.tensor([0.0, 2.0]).bfloat16(), max_length=1).tokens == (
        1,
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda f: oracle.greedy_search(f, max_length=-1),
            "max_length: found -1, expected an int of 0 or more",
        ),
        (lambda f: oracle.greedy_search([0.0], max_length=1), "next_logits: found a list"),
        (lambda f: oracle.beam_search(f, width=0, max_length=1), "width: found 0"),
        (lambda f: oracle.exhaustive_search(f, length=2.0), "length: found 2.0"),
        (
            lambda f: oracle.exhaustive_search(f, length=40),
            "length: found 40 steps over 3 tokens.*use beam_search",
        ),
        (
            lambda f: oracle.greedy_search(lambda p: [[0.0, 1.0]], max_length=1),
            "next_logits: found a result of shape",
        ),
        (
            lambda f: oracle.greedy_search(lambda p: [0.0] * (len(p) + 1), max_length=3),
            r"expected \[1\], one logit",
        ),
        (lambda f: oracle.greedy_search(lambda p: [math.nan, 0.0], max_length=1), "logits: found NaN"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call(model(0))
