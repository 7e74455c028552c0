"""Scorers of a corpus: one perplexity for several texts, weighted by tokens."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from pytest_seqscore.checks.interfaces.base import Interface
from pytest_seqscore.checks.interfaces.text import LONG, STEEPER, hf_objects
from pytest_seqscore.checks.interfaces.worlds import TOKENIZER, Split, batch, double_bos, no_bos
from pytest_seqscore.checks.truth import Trial, Truth
from pytest_seqscore.toy import ToyLM

CORPORA = (
    ("The cat sat on a mat", "Answer: yes", "A naïve café on a blue mat is not happy", "no"),
    ("Is a mat blue?", "The cats sat", "A mat is a mat is a mat is a mat"),
)
Texts = tuple[str, ...]


class Perplexity(Interface):
    """``scorer(model, tokenizer, texts)``: exp of the mean NLL of all tokens after BOS."""

    needs = ("torch", "transformers")

    def ordinary(self) -> list[Trial]:
        return [self.trial("texts of several lengths", texts) for texts in CORPORA]

    def long(self) -> list[Trial]:
        return [self.trial("a long text among others", ("".join(LONG), *CORPORA[0]))]

    def huge(self) -> list[Trial]:
        return [self.trial("texts of huge perplexity", CORPORA[0][:1], ToyLM(spread=STEEPER))]

    def trial(self, name: str, texts: Texts, lm: ToyLM | None = None) -> Trial:
        lm = lm or ToyLM()
        splits = [(TOKENIZER.encode(text).ids, 1) for text in texts]
        worlds = (
            ("SEQ309", functools.partial(_corpus, lm, [double_bos(split) for split in splits])),
            ("SEQ310", functools.partial(_corpus, lm, [no_bos(split) for split in splits])),
            ("SEQ317", functools.partial(_corpus, lm, [([t for t in ids if t], 1) for ids, _ in splits])),
        )
        return Trial(
            name,
            lambda: (*hf_objects(lm, self.scorer.dtype), list(texts)),
            _corpus(lm, splits),
            worlds,
            functools.partial(_averages, lm, splits),
            self.scorer.dtype,
        )


def _corpus(lm: ToyLM, splits: list[Split]) -> Truth:
    truth = batch(lm, splits)
    return Truth(truth.logits, truth.tokens, truth.layout, 0, truth.mask, corpus=True)


def _averages(lm: ToyLM, splits: list[Split], returns: str) -> dict[str, list[Any]]:
    """Averages over texts in place of tokens, and wrong counts of tokens."""
    losses = np.array([-lm.logprob(ids) for ids, _ in splits])
    counts = np.array([len(ids) - 1 for ids, _ in splits])
    means = losses / counts
    groups = [np.array_split(np.arange(len(splits)), range(size, len(splits), size)) for size in (2, 3)]
    weighted = [[losses[g].sum() / counts[g].sum() for g in batches] for batches in groups]
    with np.errstate(over="ignore"):
        return {
            "SEQ409": [np.exp(np.mean(each)) for each in (means, *weighted)],
            "SEQ410": [np.exp(each).mean() for each in (means, *map(np.array, weighted))],
            "SEQ403": [
                np.exp(np.sum(means * (counts + 1)) / np.sum(counts + more)) for more in (0, 1)
            ] + [np.exp(losses.sum() / np.sum(counts + 1))],
            "SEQ303": [np.exp(losses.sum() / (len(counts) * (counts.max() + more))) for more in (0, 1)],
            "SEQ419": [np.exp(losses.sum()), np.exp(losses).mean()],
            "SEQ411": [np.exp2(losses.sum() / counts.sum())],
            "SEQ413": [np.exp(-losses.sum() / counts.sum())],
        }  # fmt: skip
