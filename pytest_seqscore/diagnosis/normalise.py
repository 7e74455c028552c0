"""Step 1 done wrong: logits to log-probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis.evidence import TEMPERATURES, Evidence, View
from pytest_seqscore.diagnosis.pipeline import (
    HIGH,
    LOW,
    MEDIUM,
    VERY_HIGH,
    Bug,
    Change,
    Context,
)
from pytest_seqscore.diagnosis.reduce import as_probability, probability_reductions, product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RAW = Bug(
    "SEQ101",
    "got raw logits of the tokens, expected their {noun}",
    "z[y] in place of z[y] - log Σ exp z, over {n} tokens",
    "normalise first: log_softmax(logits, -1), then pick the chosen tokens",
    HIGH,
)
PRODUCT = Bug(
    "SEQ102",
    "got the product of {n} logits, expected {noun}",
    "Π z[y] over {n} tokens",
    "sum log_softmax(logits, -1) of the chosen tokens; logits are not probabilities",
    MEDIUM,
)
EXPONENTIAL = Bug(
    "SEQ103",
    "got bare exp(logit), expected a {noun}",
    "{label}, never divided by Σ exp z",
    "divide by the sum over the vocabulary: softmax(logits, -1), or log_softmax for its log",
    HIGH,
)
AXIS = Bug(
    "SEQ104",
    "got softmax over {label}, not the vocabulary",
    "z[y] - log Σ exp z over {label}",
    "normalise over the vocabulary: log_softmax(logits, -1)",
    MEDIUM,
)
DOUBLE = Bug(
    "SEQ106",
    "got softmax of probabilities, expected {noun}",
    "log softmax(softmax(z))[y]",
    "apply softmax once: losses, Categorical(logits=) and perplexity metrics take logits",
    VERY_HIGH,
)
ELEMENTWISE = Bug(
    "SEQ107",
    "got {label} of each logit, not log_softmax",
    "{label}(z[y]) in place of z[y] - log Σ exp z",
    "normalise over the vocabulary: log_softmax(logits, -1)",
    LOW,
)
RESTRICTED = Bug(
    "SEQ108",
    "got softmax over {label} only, not all",
    "z[y] - log Σ exp z over {label}",
    "normalise over the whole vocabulary, then look at the candidates",
    MEDIUM,
    "a wider vocabulary than the candidates",
)
TEMPERED = Bug(
    "SEQ109",
    "got log-probs divided by {label}, not by 1",
    "log p / T with {label}, not renormalised",
    "do not divide log-probs; if a temperature is meant: log_softmax(logits / T, -1)",
    MEDIUM,
    "sequences of different length",
)
WARPED = Bug(
    "SEQ110",
    "got {label} applied, expected none",
    "log softmax of the logits after {label}",
    "score the raw logits (output_logits=True, logprobs_mode='raw_logprobs', temperature 1)",
    HIGH,
    "tokens outside the cut",
)


def raw(view: View) -> Floats:
    return view.logit


def shifted(view: View) -> Floats:
    return view.logit - view.top


def over_axis(axis: str, view: View) -> Floats:
    return view.logit - view.evidence.over_axis(axis, view)


def double(view: View) -> Floats:
    return np.exp(view.logprob) - view.of_row(view.evidence.rows.double)


def log_sigmoid(view: View) -> Floats:
    return -np.logaddexp(0.0, -view.logit)


def softplus(view: View) -> Floats:
    return np.logaddexp(0.0, view.logit)


def sigmoid(view: View) -> Floats:
    return np.exp(log_sigmoid(view))


def over_candidates(candidates: str, view: View) -> Floats:
    return view.logit - view.evidence.over_candidates(candidates, view)


def without(token: int, view: View) -> Floats:
    """One token left out of the vocabulary."""
    dropped = View(view.evidence, view.row, np.where(view.row >= 0, token, -1)).logit
    left = view.logit - view.lse - np.log1p(-np.exp(dropped - view.lse))
    return np.where(view.token == token, -np.inf, left)


def truncated(number: int, view: View) -> Floats:
    """Only what a cut of ``evidence.cuts`` keeps."""
    cut = view.evidence.truncated
    kept = view.logit - view.of_row(cut.lse[number])
    return np.where(view.logit < view.of_row(cut.least[number]), -np.inf, kept)


def tempered(temperature: float, view: View) -> Floats:
    return view.logprob / temperature


def heated(number: int, view: View) -> Floats:
    """Logits divided by a temperature, then normalised."""
    return view.logit / TEMPERATURES[number] - view.of_row(view.evidence.rows.tempered[number])


def penalised(penalty: float, view: View) -> Floats:
    """The logits of the tokens seen so far divided (below 0 multiplied) by ``penalty``, then normalised."""
    out = np.full(view.row.shape, np.nan)
    for b, t, seen, ids, x in view.penalties:
        y = np.where(seen, np.where(x > 0, x / penalty, x * penalty), x)
        top, rest = view.top[b, t], np.exp(view.lse[b, t] - view.top[b, t])
        rest += (np.exp(y - top[:, None]) - np.exp(x - top[:, None])).sum(-1)
        at = np.minimum(np.searchsorted(ids, view.token[b, t]), len(ids) - 1)
        known = ids[at] == view.token[b, t]
        chosen = np.where(known, y[np.arange(len(t)), at], view.logit[b, t])
        out[b, t] = chosen - top - np.log(rest)
    return out


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every way to normalise wrongly that these inputs admit."""
    whole = context.quantity == "token_logprobs"
    for t in TEMPERATURES:
        yield Change(TEMPERED, f"temperature {t:g}", 0.2, normalise=partial(tempered, t))
    if not evidence.V:
        return
    yield Change(RAW, normalise=raw)
    yield Change(EXPONENTIAL, "log exp(z[y] - max z)", 0.3, normalise=shifted)
    if whole:
        yield Change(EXPONENTIAL, "exp(z[y])", normalise=raw, output=as_probability)
        yield Change(EXPONENTIAL, "exp(z[y] - max z)", 0.3, normalise=shifted, output=as_probability)
    else:
        yield Change(PRODUCT, normalise=raw, reduce=product)
        for name, reduction in probability_reductions(context):
            yield Change(EXPONENTIAL, name.format(p="exp(z[y])"), 0.5, normalise=raw, reduce=reduction)
            yield Change(
                EXPONENTIAL, name.format(p="exp(z[y] - max z)"), 0.1, normalise=shifted, reduce=reduction
            )
    for axis, share in evidence.axes.items():
        yield Change(AXIS, axis, share, normalise=partial(over_axis, axis))
    yield Change(DOUBLE, normalise=double)
    yield Change(ELEMENTWISE, "log sigmoid", normalise=log_sigmoid)
    yield Change(ELEMENTWISE, "log(1 + exp)", normalise=softplus)
    yield Change(ELEMENTWISE, "sigmoid", 0.3, normalise=sigmoid)
    for candidates, share in evidence.candidates.items():
        yield Change(RESTRICTED, candidates, share, normalise=partial(over_candidates, candidates))
    for token in evidence.special_tokens:
        yield Change(RESTRICTED, f"all but token {token}", 0.1, normalise=partial(without, token))
    for number, cut in enumerate(evidence.cuts):
        version = partial(truncated, number)
        if isinstance(cut, int):
            yield Change(RESTRICTED, f"the top {cut}", 0.2, normalise=version)
        yield Change(
            WARPED, f"top-k {cut}" if isinstance(cut, int) else f"top-p {cut:g}", 0.2, normalise=version
        )
    for number, t in enumerate(TEMPERATURES):
        yield Change(WARPED, f"temperature {t:g}", 0.2, normalise=partial(heated, number))
    if evidence.quadratic:
        for penalty in (1.1, 1.2, 1.3, 1.5, 2.0):
            yield Change(
                WARPED, f"repetition penalty {penalty:g}", 0.1, normalise=partial(penalised, penalty)
            )
