"""Wrong scorers of one aligned sequence, as users write them: every one is caught, and its bug named."""

from __future__ import annotations

import contextlib
import math

import numpy as np
import pytest

from pytest_seqscore import Scorer, check_scorer
from pytest_seqscore.toy import ToyLM

MUTANTS = []


def mutant(code, returns="logprob"):
    """Register a scorer with the code of its bug."""

    def register(fn):
        MUTANTS.append(pytest.param(Scorer(fn, "logits", returns), code, id=f"{fn.__name__}-{code}"))
        return fn

    return register


SEEN_OTHERWISE = {"SEQ601", "SEQ602", "SEQ603", "SEQ609", "SEQ611"}
"""Bugs that show in special inputs only."""
ALIKE = ({"SEQ401", "SEQ402"}, {"SEQ204", "SEQ211"})
"""The same number on every input."""


def test_wrong_numbers_are_all_distinct():
    """Over all pairs of codes, on one sequence of the toy model that holds id 0."""
    lm = ToyLM()
    ids = [*lm.sample(6, seed=2), 0, *lm.sample(5, seed=3)[1:]]
    logits, tokens = lm.logits(ids)[:-1], np.array(ids[1:])
    numbers = {}
    for parameters in MUTANTS:
        scorer, code = parameters.values
        if scorer.returns == "logprob" and code not in SEEN_OTHERWISE:
            with contextlib.suppress(IndexError):  # a wrong axis of another length
                numbers[scorer.name, code] = float(scorer.fn(logits.copy(), tokens.copy()))
    assert len({code for _, code in numbers}) >= 28
    for (name, code), value in numbers.items():
        assert value != pytest.approx(lm.logprob(ids), rel=1e-6), name
        for (other_name, other_code), other in numbers.items():
            if code != other_code and {code, other_code} not in ALIKE:
                assert value != pytest.approx(other, rel=1e-6, abs=0), (name, other_name)


@pytest.mark.parametrize(("scorer", "code"), MUTANTS)
def test_mutant_is_caught_and_named(scorer, code):
    report = check_scorer(scorer, on_fail="return")
    assert not report.passed
    assert code in report.codes


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def chosen(values, tokens):
    return values[np.arange(len(tokens)), tokens]


@mutant("SEQ101")
def sums_raw_logits(logits, tokens):
    return chosen(logits, tokens).sum()


@mutant("SEQ101")
def subtracts_only_the_maximum(logits, tokens):
    return sum(logits[t, token] for t, token in enumerate(tokens))


@mutant("SEQ102")
def multiplies_raw_logits(logits, tokens):
    return np.prod(chosen(logits, tokens).astype(np.float64))


@mutant("SEQ103")
def adds_exponentials_of_logits(logits, tokens):
    return np.exp(chosen(logits, tokens)).sum()


@mutant("SEQ103")
def multiplies_exponentials_of_logits(logits, tokens):
    score = 1.0
    for t, token in enumerate(tokens):
        score *= math.exp(logits[t, token])
    return score


@mutant("SEQ104")
def normalises_over_time(logits, tokens):
    return chosen(log_softmax(logits, axis=0), tokens).sum()


@mutant("SEQ106")
def softmax_twice(logits, tokens):
    return chosen(log_softmax(softmax(logits)), tokens).sum()


@mutant("SEQ107")
def sigmoid_a_token(logits, tokens):
    return chosen(-np.log1p(np.exp(-logits)), tokens).sum()


@mutant("SEQ107")
def softplus_a_token(logits, tokens):
    return np.log1p(np.exp(chosen(logits, tokens))).sum()


@mutant("SEQ108")
def normalises_over_the_top_fifty(logits, tokens):
    total = 0.0
    for row, token in zip(logits, tokens):
        top = np.sort(row)[-50:]
        total += row[token] - top[-1] - np.log(np.exp(top - top[-1]).sum())
    return total


@mutant("SEQ108")
def normalises_over_the_sequence_tokens(logits, tokens):
    candidates = np.unique(tokens)
    lp = log_softmax(logits[:, candidates])
    return chosen(lp, np.searchsorted(candidates, tokens)).sum()


@mutant("SEQ109")
def divides_logprobs_by_temperature(logits, tokens, temperature=0.7):
    return (chosen(log_softmax(logits), tokens) / temperature).sum()


@mutant("SEQ110")
def scores_at_a_sampling_temperature(logits, tokens, temperature=0.7):
    return chosen(log_softmax(logits / temperature), tokens).sum()


@mutant("SEQ110")
def scores_the_top_forty(logits, tokens):
    kept = logits >= np.sort(logits, axis=-1)[:, -40:-39]
    lp = log_softmax(np.where(kept, logits, -1e30))
    return np.maximum(chosen(lp, tokens), chosen(log_softmax(logits), tokens)).sum()


@mutant("SEQ202")
def shifts_what_is_aligned(logits, tokens):
    return chosen(log_softmax(logits[:-1]), tokens[1:]).sum()


@mutant("SEQ204")
def takes_the_largest(logits, tokens):
    return log_softmax(logits).max(axis=-1).sum()


@mutant("SEQ205")
def looks_tokens_up_along_time(logits, tokens):
    lp = log_softmax(logits)
    return lp[tokens % len(tokens)].sum()


@mutant("SEQ205")
def flattens_before_looking_up(logits, tokens):
    return np.take(log_softmax(logits), tokens).sum()


@mutant("SEQ205")
def takes_the_outer_product(logits, tokens):
    return log_softmax(logits)[:, tokens].sum()


@mutant("SEQ205")
def takes_along_the_first_axis(logits, tokens):
    return np.take_along_axis(log_softmax(logits), tokens[None, :], axis=0).sum()


@mutant("SEQ206")
def rolls_the_tokens(logits, tokens):
    return chosen(log_softmax(logits), np.roll(tokens, -1)).sum()


@mutant("SEQ209")
def scores_the_first_token_only(logits, tokens):
    lp = log_softmax(logits)
    return lp[0, tokens[0]] if len(tokens) else 0.0


@mutant("SEQ209")
def scores_the_last_token_only(logits, tokens):
    return log_softmax(logits)[-1, tokens[-1]] if len(tokens) else 0.0


@mutant("SEQ211")
def takes_the_first_entry_of_a_mapping(logits, tokens):
    total = 0.0
    for row in log_softmax(logits):
        ranked = {int(k): float(row[k]) for k in np.argsort(-row)}
        total += next(iter(ranked.values()))
    return total


@mutant("SEQ213")
def scores_absent_tokens_zero(logits, tokens):
    total = 0.0
    for row, token in zip(log_softmax(logits), tokens):
        top = {int(k): float(row[k]) for k in np.argsort(-row)[:20]}
        total += top.get(int(token), 0.0)
    return total


@mutant("SEQ305")
def drops_the_first_token(logits, tokens):
    return chosen(log_softmax(logits), tokens)[1:].sum()


@mutant("SEQ306")
def drops_the_last_token(logits, tokens):
    return chosen(log_softmax(logits), tokens)[:-1].sum()


@mutant("SEQ317")
def skips_token_zero(logits, tokens):
    lp = chosen(log_softmax(logits), tokens)
    return lp[tokens != 0].sum()


@mutant("SEQ401")
def averages_log_probabilities(logits, tokens):
    return chosen(log_softmax(logits), tokens).mean() if len(tokens) else 0.0


@mutant("SEQ402")
def negates_the_mean_loss(logits, tokens):
    loss = -chosen(log_softmax(logits), tokens).mean() if len(tokens) else 0.0
    return -loss


@mutant("SEQ403")
def multiplies_the_mean_by_one_less(logits, tokens):
    lp = chosen(log_softmax(logits), tokens)
    return lp.mean() * (len(tokens) - 1) if len(tokens) else 0.0


@mutant("SEQ404")
def adds_probabilities(logits, tokens):
    return chosen(softmax(logits), tokens).sum()


@mutant("SEQ405")
def averages_probabilities(logits, tokens):
    return chosen(softmax(logits), tokens).mean() if len(tokens) else 0.0


@mutant("SEQ406")
def divides_the_probability_by_the_length(logits, tokens):
    return np.exp(chosen(log_softmax(logits), tokens).sum()) / max(len(tokens), 1)


@mutant("SEQ407")
def multiplies_log_probabilities(logits, tokens):
    return np.prod(chosen(log_softmax(logits), tokens))


@mutant("SEQ411", returns="perplexity")
def raises_two_to_nats(logits, tokens):
    return 2 ** -chosen(log_softmax(logits), tokens).mean()


@mutant("SEQ411")
def sums_base_ten_logarithms(logits, tokens):
    return np.log10(chosen(softmax(logits.astype(np.float64)), tokens)).sum()


@mutant("SEQ413", returns="perplexity")
def forgets_the_minus_of_perplexity(logits, tokens):
    return np.exp(chosen(log_softmax(logits), tokens).mean())


@mutant("SEQ416")
def sums_p_log_p_of_chosen_tokens(logits, tokens):
    p = chosen(softmax(logits), tokens)
    return -(p * np.log(p)).sum()


@mutant("SEQ417", returns="mean_logprob")
def divides_in_the_loop(logits, tokens):
    total = 0.0
    for n, lp in enumerate(chosen(log_softmax(logits), tokens), start=1):
        total = (total + lp) / n
    return total


@mutant("SEQ419", returns="mean_logprob")
def sums_where_the_mean_is_promised(logits, tokens):
    return chosen(log_softmax(logits), tokens).sum()


@mutant("SEQ420")
def returns_the_loss(logits, tokens):
    return -chosen(log_softmax(logits), tokens).sum()


@mutant("SEQ420", returns="nll")
def returns_the_log_probability(logits, tokens):
    return chosen(log_softmax(logits), tokens).sum()


@mutant("SEQ421")
def returns_the_probability(logits, tokens):
    return np.exp(chosen(log_softmax(logits), tokens).sum())


@mutant("SEQ601")
def exponentiates_naively(logits, tokens):
    e = np.exp(logits)
    return np.log(chosen(e / e.sum(axis=-1, keepdims=True), tokens)).sum()


@mutant("SEQ601")
def log_sum_exp_naively(logits, tokens):
    return (chosen(logits, tokens) - np.log(np.exp(logits).sum(axis=-1))).sum()


@mutant("SEQ602")
def takes_the_log_of_softmax(logits, tokens):
    return np.log(chosen(softmax(logits), tokens)).sum()


@mutant("SEQ603")
def multiplies_probabilities(logits, tokens):
    return np.log(np.prod(chosen(softmax(logits), tokens)))


@mutant("SEQ604")
def adds_an_epsilon(logits, tokens):
    return np.log(chosen(softmax(logits.astype(np.float64)), tokens) + 1e-8).sum()


@mutant("SEQ607")
def computes_in_half_precision(logits, tokens):
    return float(chosen(log_softmax(logits.astype(np.float16)), tokens).astype(np.float32).sum())


@mutant("SEQ609", returns="perplexity")
def overflows(logits, tokens):
    return math.exp(-chosen(log_softmax(logits), tokens).mean())


@mutant("SEQ611", returns="mean_logprob")
def divides_by_no_tokens(logits, tokens):
    return sum(float(lp) for lp in chosen(log_softmax(logits), tokens)) / len(tokens)


@mutant("SEQ611")
def undoes_a_mean_of_nothing(logits, tokens):
    lp = chosen(log_softmax(logits), tokens)
    return lp.mean() * len(tokens)
