"""The scoring pipeline as named steps, and what it means to do one of them wrong.

    logits ─normalise→ log-probs ─select→ one a token ─span→ those that count ─reduce→ one number ─output→
    the score

A ``Change`` replaces some of the steps by their wrong versions; ``evaluate`` runs the pipeline with the
changes made. Token scores are natural-log ``[3, K, B, T]``: the values, and the values moved up and down by
what rounding may do to them, for K versions of the normalisation at once. Moving the inputs gives every
result its tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pytest_seqscore.diagnosis.evidence import Evidence, View

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Quantity = Literal[
    "logprob", "mean_logprob", "perplexity", "token_logprobs", "bits_per_byte", "corpus_perplexity"
]

QUANTITIES: dict[str, str] = {
    "logprob": "log-prob",
    "mean_logprob": "mean log-prob",
    "perplexity": "perplexity",
    "token_logprobs": "log-probs",
    "bits_per_byte": "bits per byte",
    "corpus_perplexity": "corpus perplexity",
}

AVERAGES = frozenset({"mean_logprob", "perplexity", "corpus_perplexity"})
"""Quantities that divide by the number of tokens."""

LN2 = math.log(2.0)

# Chance that a bug is the one, by how often the catalogue of real bugs has seen it.
VERY_HIGH, HIGH, MEDIUM, LOW = 8.0, 4.0, 2.0, 1.0


@dataclass(frozen=True, eq=False)
class Bug:
    """What is said about a code: ``headline`` follows "SEQ… slug: "; ``formula`` and ``fix`` are one line
    each.

    ``formula`` is the wrong expression, without its value.
    ``{expected}``, ``{n}``, ``{total}`` (the sum of the right log-probs), ``{noun}`` (the quantity) and a
    change's ``{label}`` are filled in. ``apart``: inputs on which its number differs from that of other
    bugs.
    """

    code: str
    headline: str
    formula: str
    fix: str
    weight: float
    apart: str = "sequences of different length, scored as a batch"


@dataclass(frozen=True)
class Context:
    """What the last steps need: the quantity, nats per unit of its base, bytes of each text ``[B]``."""

    quantity: str
    log_base: float = 1.0
    num_bytes: Floats | None = None


Normalise = Callable[["View"], "Floats"]
Select = Callable[["Evidence"], "View"]
Span = Callable[["Evidence", "Bools"], "tuple[Bools, Bools | None]"]
"""From the tokens that count ``[B, T]`` to those that wrongly do, and which of them are scored 0.0 (None:
none).
"""
Length = Callable[["Evidence", "Floats"], "Floats"]
Output = Callable[["Floats", Context], "Floats"]
Reduce = Callable[["Floats", "Bools", "Floats", Context, Output], "Floats"]


@dataclass(frozen=True, eq=False)
class Change:
    """One bug with one set of parameters: the steps that it replaces, and its ``share`` of the bug's weight.

    ``select`` says which entry of which row a token's score is read from; ``pick`` which tokens are left by
    a wrong selection, after ``span`` has said which count; ``length`` replaces their number where something
    is divided by it.
    """

    bug: Bug
    label: str = ""
    share: float = 1.0
    normalise: Normalise | None = None
    select: Select | None = None
    pick: Span | None = None
    span: Span | None = None
    length: Length | None = None
    reduce: Reduce | None = None
    output: Output | None = None

    @property
    def weight(self) -> float:
        return self.bug.weight * self.share

    @cached_property
    def steps(self) -> dict[str, Any]:
        """The steps that it replaces, by name."""
        return {step: getattr(self, step) for step in STEPS if getattr(self, step) is not None}


STEPS = ("normalise", "select", "pick", "span", "length", "reduce", "output")


# The right steps


def chosen_logprob(view: View) -> Floats:
    """log p of the entries of a view, ``[B, T]``: the logit minus the row's logsumexp."""
    return view.logprob


def total(z: Floats, counted: Bools) -> Floats:
    return np.asarray(np.where(counted, z, 0.0).sum(-1))


def score(sums: Floats, counted: Bools, length: Floats, context: Context) -> Floats:
    """The sum of log-probs ``[..., B]`` per unit of the quantity. ``length`` is the count of ``counted``
    unless wrong.
    """
    if context.quantity == "corpus_perplexity":
        return np.asarray(sums.sum(-1, keepdims=True) / length.sum(-1, keepdims=True))
    if context.quantity in AVERAGES:
        return sums / length
    sums = sums * (length / counted.sum(-1))  # a mean multiplied by the wrong length
    return sums / context.num_bytes if context.num_bytes is not None else sums


def finish(score: Floats, context: Context) -> Floats:
    """From natural-log units to the quantity."""
    if context.quantity in ("perplexity", "corpus_perplexity"):
        return np.exp(-score)
    if context.quantity == "bits_per_byte":
        return -score / LN2
    return score / context.log_base


def reduce(z: Floats, counted: Bools, length: Floats, context: Context, output: Output) -> Floats:
    if context.quantity == "token_logprobs":
        return np.where(counted, output(z, context), 0.0).reshape(*z.shape[:-2], -1)
    return output(score(total(z, counted), counted, length, context), context)


# The pipeline with some steps replaced


class Pipeline:
    """Evaluates changes; the token scores of each view are made once, for all ``versions`` of the
    normalisation.
    """

    def __init__(self, evidence: Evidence, context: Context, unit: float, versions: list[Normalise]) -> None:
        self.evidence = evidence
        self.context = context
        self.unit = unit
        self.versions = [chosen_logprob, *versions]
        self._scores: dict[tuple[Select | None, int], Floats] = {}

    def add(self, versions: Iterable[Normalise | None]) -> None:
        """More versions of the normalisation."""
        self.versions += [version for version in versions if version is not None]

    def number(self, change: Change) -> int:
        """Which version a change of the normalisation is."""
        assert change.normalise is not None
        return self.versions.index(change.normalise)

    def token_scores(self, select: Select | None, count: int) -> Floats:
        """``[3, count, B, T]``: moved by nothing, up and down; the first ``count`` versions."""
        if (select, count) not in self._scores:
            view = self.evidence.right if select is None else select(self.evidence)
            z = np.stack([version(view) for version in self.versions[:count]])
            spread = self._spread(z, view)
            self._scores[select, count] = np.stack([z, z + spread, z - spread])
        return self._scores[select, count]

    def _spread(self, z: Floats, view: View) -> Floats:
        """What a normalisation and a running sum in the stated precision may be off by, a token."""
        evidence = self.evidence
        size = np.abs(np.where(np.isfinite(z), z, 0.0))
        ulps = (6.0 + evidence.T) * size
        if evidence.V:
            ulps = (
                ulps
                + evidence.V / 8
                + 2 * math.log(evidence.V)
                + 10
                + 2 * np.abs(view.logit)
                + np.abs(view.lse)
            )
        return np.minimum(self.unit * ulps, 0.1 * size + 1.0)

    def terms(self, *changes: Change) -> Floats:
        """What each token adds to the sum with the changes made, ``[B, T]``; 0 where it does not count."""
        z, counted, _ = self._until_span(
            {name: made for each in changes for name, made in each.steps.items()}, 0
        )
        return np.where(counted, z[0, 0], 0.0)

    def evaluate(self, *changes: Change, version: int | slice = 0) -> Floats:
        """The score with the changes made, ``[3, K, R]``: R rows of the result, K versions of the
        normalisation.

        ``version`` picks the versions where no change does.
        """
        step: dict[str, Any] = {name: made for each in changes for name, made in each.steps.items()}
        z, counted, length = self._until_span(step, version)
        return np.asarray(
            step.get("reduce", reduce)(z, counted, length, self.context, step.get("output", finish))
        )

    def _until_span(self, step: dict[str, Any], version: int | slice) -> tuple[Floats, Bools, Floats]:
        """Token scores ``[3, K, B, T]``, which of them count ``[B, T]``, and the length ``[B]``."""
        if "normalise" in step:
            version = self.versions.index(step["normalise"])
        z = self.token_scores(step.get("select"), len(self.versions) if version else 1)
        z = z[:, version] if isinstance(version, slice) else z[:, version : version + 1]
        counted, zero = self.evidence.scored, None
        for name in ("span", "pick"):
            if name in step:
                counted, zero = step[name](self.evidence, counted)
        if zero is not None:
            z = np.where(zero, 0.0, z)
        length = counted.sum(-1).astype(np.float64)
        return z, counted, step["length"](self.evidence, length) if "length" in step else length
