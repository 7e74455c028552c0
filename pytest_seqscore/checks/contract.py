"""Checks of manners: a scorer leaves its inputs alone and answers the same question alike."""

from __future__ import annotations

import numpy as np

from pytest_seqscore.arrays import to_numpy
from pytest_seqscore.checks.registry import ARRAYS, NUMBERS, check
from pytest_seqscore.checks.report import Failure
from pytest_seqscore.checks.subject import Subject


@check(*ARRAYS, codes=("SEQ308",))
def check_inputs_are_left_unchanged(subject: Subject) -> None:
    names = {"logits": ("logits", "tokens"), "batch": ("logits", "input_ids", "attention_mask")}
    for kind in ("ordinary", "masked_infinities") if subject.scorer.interface != "logits" else ("ordinary",):
        for trial in subject.trials(kind):
            arguments = trial.arguments()
            before = [to_numpy(x, "argument").copy() for x in arguments]
            subject.call(*arguments)
            labels = names.get(subject.scorer.interface, ("logits", "labels"))
            for name, old, new in zip(labels, before, arguments, strict=True):
                if not np.array_equal(old, to_numpy(new, "argument"), equal_nan=True):
                    raise Failure(
                        f"the scorer changed its argument {name}", () if name == "logits" else ("SEQ308",)
                    )


@check(*NUMBERS, "perplexity", codes=("SEQ308",))
def check_same_inputs_give_the_same_score(subject: Subject) -> None:
    for trial in subject.trials("ordinary")[:2]:
        arguments = trial.arguments()
        shape = trial.truth.values(subject.returns).shape
        first, second = (subject.read(subject.call(*arguments), shape, trial.dtype)[0] for _ in range(2))
        if not np.allclose(first, second, rtol=1e-6, atol=0, equal_nan=True):
            raise Failure(f"the same call gave {first}, then {second}")
