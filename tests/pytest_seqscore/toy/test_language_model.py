"""The toy language model is exact, deterministic, adversarial, and the same everywhere."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_seqscore import SeqScoreInputError, oracle
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import BOS, EOS, PAD

SMALL = 9
sequences = st.lists(st.integers(0, SMALL - 1), min_size=2, max_size=12)


@given(sequences, st.integers(0, 5), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_truth_is_what_the_oracle_makes_of_the_logits(tokens, seed, prompt_length):
    lm = ToyLM(seed, SMALL)
    prompt_length = min(prompt_length, len(tokens))
    exact = lm.logprob(tokens, prompt_length)
    scored = oracle.sequence_logprob(lm.logits(tokens), tokens, layout="causal", prompt_length=prompt_length)
    assert scored == pytest.approx(exact, rel=1e-12, abs=1e-12)
    assert math.exp(exact) == pytest.approx(float(lm.probability(tokens, prompt_length)), rel=1e-12)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_probabilities_of_next_tokens_sum_to_exactly_one(prefix, seed):
    lm = ToyLM(seed, 6)
    assert sum(lm.probability([*prefix, token], len(prefix)) for token in range(6)) == 1


@given(sequences, st.data())
@settings(max_examples=30, deadline=None)
def test_chain_rule_holds_exactly(tokens, data):
    lm = ToyLM(1, SMALL)
    cut = data.draw(st.integers(1, len(tokens)))
    assert lm.probability(tokens) == lm.probability(tokens[:cut]) * lm.probability(tokens, cut)


def test_every_earlier_token_and_its_place_matter():
    lm = ToyLM()
    tokens = lm.sample(8)
    base = lm.next_logits(tokens)
    for place in range(len(tokens)):
        other = list(tokens)
        other[place] = (other[place] + 1) % lm.vocab_size
        assert not np.allclose(lm.next_logits(other), base)
    swapped = [tokens[0], tokens[2], tokens[1], *tokens[3:]]
    assert not np.allclose(lm.next_logits(swapped), base)


def test_numbers_never_change():
    """A guard against another numpy or platform; the values are this model's definition."""
    lm = ToyLM()
    assert lm.sample(6) == [1, 306, 233, 71, 271, 266, 290]
    assert lm.probability([BOS, 0]) == Fraction(1572865, 774217666)


def test_masked_tokens_are_not_seen_and_positions_count():
    lm = ToyLM()
    tokens = lm.sample(5)
    padded = np.array([[PAD, PAD, *tokens]])
    mask = np.array([[0, 0, *[1] * len(tokens)]])
    placed = np.maximum(mask.cumsum(-1) - 1, 0)
    assert np.array_equal(lm.logits(padded, mask, placed)[0, 2:], lm.logits(tokens))
    assert not np.allclose(lm.logits(padded, mask)[0, 2:], lm.logits(tokens))
    assert not np.allclose(lm.logits(padded, None, placed)[0, 2:], lm.logits(tokens))


def test_id_zero_and_the_special_tokens_are_in_use():
    tokens = {token for seed in range(40) for token in ToyLM(seed, 12).sample(20)}
    assert {0, BOS, EOS, PAD} <= tokens


def test_extreme_logits_on_request():
    lm = ToyLM(spread=60)
    tokens = lm.sample(6)
    logits = lm.logits(tokens)
    assert logits.max() > 709
    assert np.isfinite(logits).all()
    scored = oracle.sequence_logprob(logits, tokens, layout="causal")
    assert scored == pytest.approx(lm.logprob(tokens), rel=1e-9)
    assert lm.probability(tokens) < 1


def test_forbidden_tokens_on_request():
    lm = ToyLM(forbidden=True)
    tokens = lm.sample(30)
    logits = lm.logits(tokens)
    share = np.isneginf(logits).mean()
    assert 0.08 < share < 0.18
    assert math.isfinite(lm.logprob(tokens))
    hidden = int(np.flatnonzero(np.isneginf(logits[-1]))[0])
    assert lm.logprob([*tokens, hidden]) == -math.inf
    assert lm.probability([*tokens, hidden]) == 0


def test_a_long_text_underflows_products_but_not_logs():
    lm = ToyLM()
    tokens = lm.sample(600)
    assert math.prod(math.exp(lp) for lp in lm.token_logprobs(tokens)) == 0.0
    assert -math.inf < lm.logprob(tokens) < -745
    assert lm.probability(tokens) > 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ToyLM(vocab_size=3), "vocab_size: found 3, expected an integer, at least 5"),
        (lambda: ToyLM(vocab_size=9.5), "vocab_size: found 9.5, expected an integer"),
        (lambda: ToyLM(spread=0), "spread: found 0, expected an integer, at least 1"),
        (lambda: ToyLM(seed=-1), "seed: found -1, expected an integer, 0 to"),
        (lambda: ToyLM(seed=2**70), "seed: found 1180591620717411303424, expected an integer, 0 to"),
        (lambda: ToyLM(seed=None), "seed: found None, expected an integer"),
        (lambda: ToyLM().logits([]), "tokens: found none, expected at least one token id"),
        (lambda: ToyLM().logits(3), r"tokens: found a single number, expected ids \[T\] or \[B, T\]"),
        (lambda: ToyLM().logits([[1, 2], [3]]), "tokens: found rows of different lengths"),
        (lambda: ToyLM().logits([1.5]), "tokens: found dtype float64, expected integer token ids"),
        (lambda: ToyLM().logits("The cat"), "tokens: found .The cat., expected an array of numbers"),
        (lambda: ToyLM(vocab_size=9).logits([9]), r"tokens: found id 9, expected ids in \[0, 9\)"),
        (
            lambda: ToyLM().logits([1, 5], [1, 1, 1]),
            r"attention_mask: found shape \(3,\), expected \(2,\), that of the tokens",
        ),
        (lambda: ToyLM().logits([1, 5], None, [0, 1, 2]), r"position_ids: found shape \(3,\)"),
        (lambda: ToyLM().logprob([1, 5], 3), "prompt_length: found 3, expected an integer, 0 to 2, the seq"),
        (lambda: ToyLM().logprob([1, 5], -1), "prompt_length: found -1, expected an integer, 0 to 2"),
        (lambda: ToyLM().logprob([1, 5], 1.0), "prompt_length: found 1.0, expected an integer"),
        (lambda: ToyLM().logprob([1, 5], None), "prompt_length: found None, expected an integer"),
        (
            lambda: ToyLM().logprob([[1, 5], [1, 6]]),
            r"tokens: found shape \(2, 2\), expected the ids of one sequence",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(SeqScoreInputError, match=message):
        call()


def test_an_empty_completion_is_certain():
    assert ToyLM().logprob([1, 5], 2) == 0.0
    assert ToyLM().probability([1, 5], 2) == 1
