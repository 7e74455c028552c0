"""Step 4 done wrong: from the tokens' log-probs to one number, and from there to the quantity."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pytest_seqscore.diagnosis.evidence import Evidence
from pytest_seqscore.diagnosis.pipeline import (
    AVERAGES,
    HIGH,
    LN2,
    LOW,
    MEDIUM,
    VERY_HIGH,
    Bug,
    Change,
    Context,
    Output,
    Reduce,
    finish,
    score,
    total,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

MEAN = Bug(
    "SEQ401",
    "got the mean of {n} token log-probs, expected their sum",
    "(Σ log p) / n = {total} / {n}",
    "sum the log-probs: .sum(-1), or multiply the mean by the number of scored tokens",
    VERY_HIGH,
    "two tokens or more",
)
LOSS = Bug(
    "SEQ402",
    "got {label} of all tokens, expected a sum",
    "{label} over all predicted tokens",
    "the loss is a mean over labels != -100: gather log-probs and sum the completion's",
    HIGH,
    "a prompt (prompt_length) or padding",
)
OFF_BY_ONE = Bug(
    "SEQ403",
    "got length {label}, expected the {n} scored tokens",
    "length {label} in place of {n}",
    "count what was scored: the shift leaves N - 1 of N tokens",
    VERY_HIGH,
    "a prompt of two tokens or more",
)
PROBABILITY_SUM = Bug(
    "SEQ404",
    "got the sum of probabilities, expected {noun}",
    "{label}",
    "sum log-probs; probabilities multiply",
    HIGH,
)
PROBABILITY_MEAN = Bug(
    "SEQ405",
    "got the mean probability, expected {noun}",
    "{label}",
    "average log-probs (the geometric mean of probabilities), not probabilities",
    HIGH,
)
PROBABILITY_LENGTH = Bug(
    "SEQ406",
    "got exp(sum) / {n}, expected {noun}",
    "exp(Σ log p) / n = exp({total}) / {n}",
    "divide the log-probability by the length, then exponentiate",
    LOW,
)
LOGPROB_PRODUCT = Bug(
    "SEQ407",
    "got the product of {n} log-probs, expected their sum",
    "Π log p over {n} tokens",
    "log-probs add: sum them",
    HIGH,
)
PERPLEXITY_MEAN = Bug(
    "SEQ410",
    "got a mean of perplexities, expected exp(mean)",
    "mean of exp(-log p) over {label}",
    "exponentiate once, at the end: exp(-Σ log p / Σ n)",
    HIGH,
)
LOG_BASE = Bug(
    "SEQ411",
    "got {label}, expected one base",
    "{label}",
    "use one base: exp with natural logs, 2 ** with log2",
    HIGH,
)
NATS = Bug(
    "SEQ412",
    "got nats, expected bits (no division by ln 2)",
    "the score in nats (/ ln 2: {expected})",
    "divide by math.log(2)",
    MEDIUM,
)
PERPLEXITY_SIGN = Bug(
    "SEQ413",
    "got exp(+mean log-prob), expected exp(-mean)",
    "exp(+Σ log p / n)",
    "negate the mean log-prob: exp(-mean)",
    MEDIUM,
)
CHOSEN_ENTROPY = Bug(
    "SEQ416",
    "got -p log p of the chosen, expected {noun}",
    "{label}",
    "sum log p; an entropy sums p log p over the vocabulary",
    LOW,
)
LOOP_DIVISION = Bug(
    "SEQ417",
    "got the total divided at every step, expected once",
    "total = (total + log p) / {label}, each step",
    "divide once, after the loop",
    MEDIUM,
)
PROMPT_LENGTH = Bug(
    "SEQ418",
    "got the prompt in the length, expected {n} tokens",
    "length with the prompt in place of {n}",
    "divide by the number of completion tokens",
    HIGH,
    "a prompt of two tokens or more",
)
SUM = Bug(
    "SEQ419",
    "got the sum of {n} log-probs, expected their mean",
    "without dividing by {n}",
    "divide by the number of scored tokens",
    MEDIUM,
    "two tokens or more",
)
SIGN = Bug(
    "SEQ420",
    "got the negative, expected the {noun}",
    "-({expected})",
    "a log-prob is at most 0, a loss at least 0: negate one of them",
    MEDIUM,
)
PROBABILITY = Bug(
    "SEQ421",
    "got {label}, expected {noun}",
    "{label}",
    "return the logarithm where a log-prob is expected, exp of it where not",
    MEDIUM,
)
UNIT = Bug(
    "SEQ422",
    "got it per {label}, expected per {unit}",
    "divided by {label}",
    "divide by the unit that the score is defined per",
    MEDIUM,
)


# Reductions in place of the sum


def mean(z: Floats, counted: Bools, length: Floats, context: Context, output: Output) -> Floats:
    return output(total(z, counted) / length, context)


def unscaled_sum(z: Floats, counted: Bools, length: Floats, context: Context, output: Output) -> Floats:
    sums = total(z, counted)
    return output(sums.sum(-1, keepdims=True) if context.quantity == "corpus_perplexity" else sums, context)


def product(z: Floats, counted: Bools, length: Floats, context: Context, output: Output) -> Floats:
    """Π, taken as the sequence's log-prob; in the base of the quantity where that is a log-prob."""
    unit = context.log_base if output is finish else 1.0
    out = np.where(counted, z / unit, 1.0).prod(-1) * unit
    if context.quantity in ("perplexity", "bits_per_byte", "corpus_perplexity"):
        return output(score(out, counted, length, context), context)
    return output(out, context)


def _probability(
    how: str, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    sums = total(np.exp(z), counted)
    if how.startswith("sum"):
        out = sums
    elif how.startswith("mean"):
        out = sums / length
    else:
        out = np.exp(total(z, counted))
        out = out / length if how.startswith("over length") else out
    if context.quantity == "corpus_perplexity":
        out = out.mean(-1, keepdims=True)
    if how.endswith("log"):
        return output(np.log(out), context)
    if how.endswith("inverse"):
        return 1.0 / out
    return output(out * context.log_base, context) if output is not finish else out


def probability_reductions(context: Context) -> Iterator[tuple[str, Reduce]]:
    """Reductions of token probabilities ``{p}`` that are taken for a score, each with its name."""
    names = {"sum": "Σ {p}", "mean": "mean of {p}", "product": "Π {p}", "over length": "Π {p} / n"}
    for how, name in names.items():
        yield name, partial(_probability, how)
        if context.quantity in ("perplexity", "corpus_perplexity"):
            yield f"1 / ({name})", partial(_probability, how + " inverse")
        elif how in ("sum", "mean"):
            yield f"log({name})", partial(_probability, how + " log")


def chosen_entropy(
    averaged: bool, sign: float, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    """Σ -p log p of the chosen tokens."""
    terms = np.where(np.isneginf(z), 0.0, np.exp(z) * z)
    sums = total(terms, counted) * sign
    out = sums / length if averaged else sums
    if context.quantity == "corpus_perplexity":
        out = out.mean(-1, keepdims=True)
    return output(out, context)


def divided_in_loop(
    by: str, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    """total = (total + log p) / divisor on every step."""
    out = np.zeros(z.shape[:-1])
    seen = np.cumsum(counted, axis=-1)
    for t in range(z.shape[-1]):
        divisor = seen[:, t] if by == "steps so far" else length
        out = np.where(counted[:, t], (out + z[..., t]) / np.maximum(divisor, 1), out)
    if context.quantity == "corpus_perplexity":
        out = out.mean(-1, keepdims=True)
    return output(out, context)


def mean_of_perplexities(
    z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    """Over the rows of a corpus; over the tokens of a single sequence."""
    perplexity = Context("perplexity")
    if context.quantity == "corpus_perplexity" and z.shape[-2] > 1:
        means = total(z, counted) / length
        return np.asarray(output(means, perplexity).mean(-1, keepdims=True))
    return total(output(z, perplexity), counted) / length


def batch_loss(
    sign: float, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    """One mean over all tokens of the batch, for every row."""
    sums = total(z, counted)
    return output(sign * np.broadcast_to(sums.sum(-1, keepdims=True) / length.sum(), sums.shape), context)


# Lengths


def longer(by: int, evidence: Evidence, length: Floats) -> Floats:
    return length + by


def with_prompt(evidence: Evidence, length: Floats) -> Floats:
    return length + evidence.prompt_size


def with_predicted_prompt(evidence: Evidence, length: Floats) -> Floats:
    more = evidence.prompt & evidence.predicted & ~evidence.left_padding
    return np.asarray(length + more.sum(-1))


# Outputs


def negative(score: Floats, context: Context) -> Floats:
    return finish(-score, context)


def as_probability(score: Floats, context: Context) -> Floats:
    return np.exp(score)


def not_exponentiated(score: Floats, context: Context) -> Floats:
    return -score


def in_base(factor: float, score: Floats, context: Context) -> Floats:
    return finish(score * factor, context)


def in_nats(score: Floats, context: Context) -> Floats:
    return -score if context.quantity == "bits_per_byte" else score


# Spans of a loss over everything


def everything(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return evidence.predicted.copy(), None


def everything_unpadded(evidence: Evidence, counted: Bools) -> tuple[Bools, None]:
    return counted | (evidence.prompt & evidence.predicted), None


def find(evidence: Evidence, context: Context) -> Iterator[Change]:
    """Every way to reduce wrongly that the quantity admits."""
    quantity = context.quantity
    yield from _outputs(evidence, context)
    if quantity == "token_logprobs":
        yield Change(CHOSEN_ENTROPY, "-p log p", reduce=token_entropies)
        return
    if quantity == "logprob":
        yield Change(MEAN, reduce=mean)
        for sign, label in ((1.0, "minus the mean loss"), (-1.0, "the mean loss")):
            share = 1.0 if sign > 0 else 0.6
            yield Change(LOSS, label, share, span=everything_unpadded, reduce=partial(batch_loss, sign))
            if evidence.padding.any():
                yield Change(LOSS, label, 0.3 * share, span=everything, reduce=partial(batch_loss, sign))
            if evidence.B > 1:
                yield Change(LOSS, label, 0.5 * share, reduce=partial(batch_loss, sign))
                yield Change(
                    LOSS, label, 0.5 * share, span=everything_unpadded, reduce=partial(row_loss, sign)
                )
    if quantity in AVERAGES or quantity == "bits_per_byte":
        yield Change(SUM, reduce=unscaled_sum)
    yield Change(OFF_BY_ONE, "{n} + 1", length=partial(longer, 1))
    if (evidence.scored.sum(-1) > 1).all():
        yield Change(OFF_BY_ONE, "{n} - 1", 0.3, length=partial(longer, -1))
    if (evidence.prompt_size > 0).any():
        yield Change(PROMPT_LENGTH, length=with_prompt)
        yield Change(PROMPT_LENGTH, "", 0.5, length=with_predicted_prompt)
    for name, reduction in probability_reductions(context):
        how = reduction.args[0].split()[0]  # type: ignore[attr-defined]
        if how != "product":
            bug = {"sum": PROBABILITY_SUM, "mean": PROBABILITY_MEAN, "over": PROBABILITY_LENGTH}[how]
            yield Change(bug, name.format(p="p"), 0.3 if "(" in name else 1.0, reduce=reduction)
    yield Change(LOGPROB_PRODUCT, reduce=product)
    for averaged in (False, True):
        for sign, label in ((-1.0, "Σ -p log p"), (1.0, "Σ p log p")):
            shown = f"{label} / n" if averaged else label
            yield Change(CHOSEN_ENTROPY, shown, 0.5, reduce=partial(chosen_entropy, averaged, sign))
    for by in ("steps so far", "n"):
        yield Change(LOOP_DIVISION, by, 0.7, reduce=partial(divided_in_loop, by))
    if quantity == "corpus_perplexity":
        yield Change(PERPLEXITY_MEAN, "texts" if evidence.B > 1 else "tokens", reduce=mean_of_perplexities)
    if quantity == "perplexity":
        yield Change(PERPLEXITY_MEAN, "tokens", reduce=mean_of_perplexities)
    yield from _units(evidence, context)


def token_entropies(z: Floats, counted: Bools, length: Floats, context: Context, output: Output) -> Floats:
    return np.where(counted, output(-np.exp(z) * z, context), 0.0).reshape(*z.shape[:-2], -1)


def row_loss(
    sign: float, z: Floats, counted: Bools, length: Floats, context: Context, output: Output
) -> Floats:
    return output(sign * total(z, counted) / length, context)


def _outputs(evidence: Evidence, context: Context) -> Iterator[Change]:
    quantity = context.quantity
    is_perplexity = quantity in ("perplexity", "corpus_perplexity")
    if is_perplexity:
        yield Change(PERPLEXITY_SIGN, output=negative)
        yield Change(PROBABILITY, "a mean of -log p", output=not_exponentiated)
        yield Change(LOG_BASE, "2 ** of natural logs", output=partial(in_base, LN2))
        yield Change(LOG_BASE, "10 ** of natural logs", 0.6, output=partial(in_base, math.log(10)))
        yield Change(LOG_BASE, "exp of base-2 logs", 0.6, output=partial(in_base, 1 / LN2))
        yield Change(LOG_BASE, "exp of base-10 logs", 0.6, output=partial(in_base, 1 / math.log(10)))
    else:
        yield from _bases(context)
        if quantity != "bits_per_byte":
            yield Change(PROBABILITY, "the probability", output=as_probability)
    yield Change(SIGN, output=negative)


def _bases(context: Context) -> Iterator[Change]:
    if context.quantity == "bits_per_byte":
        yield Change(NATS, output=in_nats)
        yield Change(LOG_BASE, "base-10 logs", 0.5, output=partial(in_base, LN2 / math.log(10)))
        return
    units = {"natural": 1.0, "base-2": LN2, "base-10": math.log(10)}
    for name, nats in units.items():
        if nats != context.log_base:
            yield Change(LOG_BASE, f"{name} logs", 0.7, output=partial(in_base, context.log_base / nats))
            back = nats / context.log_base
            if context.log_base == 1.0:
                yield Change(
                    LOG_BASE,
                    f"natural logs times ln {nats and round(math.exp(nats))}",
                    0.2,
                    output=partial(in_base, back),
                )
    if context.log_base == LN2:
        yield Change(NATS, output=in_nats)


def _units(evidence: Evidence, context: Context) -> Iterator[Change]:
    if context.quantity == "bits_per_byte":
        yield Change(UNIT, "token", reduce=mean)
    elif context.quantity in AVERAGES and evidence.num_bytes is not None:
        yield Change(UNIT, "byte", length=bytes_length)


def bytes_length(evidence: Evidence, length: Floats) -> Floats:
    return np.broadcast_to(np.asarray(evidence.num_bytes, dtype=np.float64), length.shape)
