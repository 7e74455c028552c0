"""Wrong scorers of padded batches and of labels: every one is caught, and its bug named."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_seqscore import Scorer, check_scorer
from pytest_seqscore.toy import ToyLM
from pytest_seqscore.toy.tokenizer import EOS

MUTANTS = []


def mutant(code, interface="batch", returns="logprob", array="numpy"):
    """Register a scorer with the code of its bug."""

    def register(fn):
        scorer = Scorer(fn, interface, returns, array)
        MUTANTS.append(pytest.param(scorer, code, id=f"{interface}-{fn.__name__}-{code}"))
        return fn

    return register


SEEN_OTHERWISE = {"SEQ308", "SEQ408", "SEQ606", "SEQ607", "SEQ611"}
"""Bugs that show in what a scorer does or in special inputs, not in the number for ordinary ones."""
ALIKE = ({"SEQ302", "SEQ316"},)
"""The same number on every input."""


def test_wrong_numbers_are_all_distinct():
    """Over all pairs of codes, on one batch that holds id 0, padding, and EOS as padding."""
    lm = ToyLM()
    rows = [[*lm.sample(length, seed=length), EOS, 0, EOS] for length in (5, 9, 3)]
    mask = np.array([[1] * len(row) + [0] * (13 - len(row)) for row in rows])
    ids = np.array([row + [EOS] * (13 - len(row)) for row in rows])
    logits = lm.logits(ids, mask).astype(np.float32)
    numbers = {}
    for parameters in MUTANTS:
        scorer, code = parameters.values
        if scorer.interface == "batch" and scorer.returns == "logprob" and code not in SEEN_OTHERWISE:
            values = np.asarray(scorer.fn(logits.copy(), ids.copy(), mask.copy()), dtype=float)
            numbers[scorer.name, code] = values
    assert len({code for _, code in numbers}) >= 15
    right = np.array([lm.logprob(row) for row in rows])
    for (name, code), values in numbers.items():
        assert not np.allclose(values, right, rtol=1e-4), name
        for (other_name, other_code), other in numbers.items():
            if code != other_code and {code, other_code} not in ALIKE:
                assert not np.allclose(values, other, rtol=1e-4), (name, other_name)


@pytest.mark.parametrize(("scorer", "code"), MUTANTS)
def test_mutant_is_caught_and_named(scorer, code):
    pytest.importorskip(scorer.array)
    report = check_scorer(scorer, on_fail="return")
    assert not report.passed
    assert code in report.codes


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def gather(values, ids):
    return np.take_along_axis(values, ids[..., None], axis=-1)[..., 0]


def token_scores(logits, ids):
    """log p of token t + 1 at place t."""
    return gather(log_softmax(logits[:, :-1]), ids[:, 1:])


@mutant("SEQ101")
def sums_raw_logits(logits, input_ids, attention_mask):
    raw = gather(logits[:, :-1], input_ids[:, 1:])
    return np.where(attention_mask[:, 1:] == 1, raw, 0).sum(-1)


@mutant("SEQ104")
def normalises_over_time(logits, input_ids, attention_mask):
    lp = gather(log_softmax(logits[:, :-1], axis=1), input_ids[:, 1:])
    return np.where(attention_mask[:, 1:] == 1, lp, 0).sum(-1)


@mutant("SEQ106")
def softmax_twice(logits, input_ids, attention_mask):
    lp = gather(log_softmax(softmax(logits[:, :-1])), input_ids[:, 1:])
    return np.where(attention_mask[:, 1:] == 1, lp, 0).sum(-1)


@mutant("SEQ201")
def forgets_the_shift(logits, input_ids, attention_mask):
    lp = gather(log_softmax(logits), input_ids)
    return np.where(attention_mask == 1, lp, 0).sum(-1)


@mutant("SEQ201")
def forgets_the_shift_after_bos(logits, input_ids, attention_mask):
    lp = gather(log_softmax(logits), input_ids)[:, 1:]
    return np.where(attention_mask[:, 1:] == 1, lp, 0).sum(-1)


@mutant("SEQ202")
def shifts_twice(logits, input_ids, attention_mask):
    lp = gather(log_softmax(logits[:, :-2]), input_ids[:, 2:])
    return np.where(attention_mask[:, 2:] == 1, lp, 0).sum(-1)


@mutant("SEQ203")
def cuts_the_mask_like_the_inputs(logits, input_ids, attention_mask):
    return np.where(attention_mask[:, :-1] == 1, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ204")
def takes_the_largest(logits, input_ids, attention_mask):
    return np.where(attention_mask[:, 1:] == 1, log_softmax(logits[:, :-1]).max(-1), 0).sum(-1)


@mutant("SEQ205")
def gathers_along_time(logits, input_ids, attention_mask):
    lp = log_softmax(logits[:, :-1])
    picked = np.stack([row[ids % len(row), np.arange(len(ids))] for row, ids in zip(lp, input_ids[:, 1:])])
    return np.where(attention_mask[:, 1:] == 1, picked, 0).sum(-1)


@mutant("SEQ206")
def rolls_the_labels(logits, input_ids, attention_mask):
    lp = gather(log_softmax(logits), np.roll(input_ids, -1, axis=1))
    return np.where(attention_mask == 1, lp, 0).sum(-1)


@mutant("SEQ302")
def counts_padding(logits, input_ids, attention_mask):
    return token_scores(logits, input_ids).sum(-1)


@mutant("SEQ316")
def reads_on_after_eos(logits, input_ids, attention_mask):
    lengths = [logits.shape[1] for _ in input_ids]
    return [row[: n - 1].sum() for row, n in zip(token_scores(logits, input_ids), lengths)]


@mutant("SEQ303", returns="mean_logprob")
def divides_by_the_padded_length(logits, input_ids, attention_mask):
    return np.where(attention_mask[:, 1:] == 1, token_scores(logits, input_ids), 0).mean(-1)


@mutant("SEQ304")
def masks_whatever_equals_padding(logits, input_ids, attention_mask):
    hidden = input_ids[attention_mask == 0]
    keep = attention_mask[:, 1:] == 1
    if len(hidden):
        keep = input_ids[:, 1:] != hidden[0]
    return np.where(keep, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ305")
def drops_the_first_scored_token(logits, input_ids, attention_mask):
    lp = np.where(attention_mask[:, 1:] == 1, token_scores(logits, input_ids), 0)
    return lp[:, 1:].sum(-1)


@mutant("SEQ306")
def drops_the_last_scored_token(logits, input_ids, attention_mask):
    lp = token_scores(logits, input_ids)
    lengths = attention_mask.sum(-1)
    return np.array([row[: max(n - 2, 0)].sum() for row, n in zip(lp, lengths)])


@mutant("SEQ307")
def inverts_the_mask(logits, input_ids, attention_mask):
    return np.where(attention_mask[:, 1:] == 0, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ308")
def writes_into_the_mask(logits, input_ids, attention_mask):
    attention_mask[:, 0] = 0
    return np.where(attention_mask[:, 1:] == 1, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ317")
def takes_zero_for_padding(logits, input_ids, attention_mask):
    keep = (attention_mask * input_ids)[:, 1:] != 0
    return np.where(keep, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ401")
def averages(logits, input_ids, attention_mask):
    keep = attention_mask[:, 1:] == 1
    return np.where(keep, token_scores(logits, input_ids), 0).sum(-1) / np.maximum(keep.sum(-1), 1)


@mutant("SEQ403")
def multiplies_by_one_token_too_many(logits, input_ids, attention_mask):
    keep = attention_mask[:, 1:] == 1
    mean = np.where(keep, token_scores(logits, input_ids), 0).sum(-1) / np.maximum(keep.sum(-1), 1)
    return mean * attention_mask.sum(-1)


@mutant("SEQ408")
def merges_the_batch(logits, input_ids, attention_mask):
    return np.where(attention_mask[:, 1:] == 1, token_scores(logits, input_ids), 0).sum()


@mutant("SEQ408", returns="mean_logprob")
def averages_the_batch(logits, input_ids, attention_mask):
    return token_scores(logits, input_ids)[attention_mask[:, 1:] == 1].mean()


@mutant("SEQ410", returns="perplexity")
def averages_token_perplexities(logits, input_ids, attention_mask):
    keep = attention_mask[:, 1:] == 1
    return np.where(keep, np.exp(-token_scores(logits, input_ids)), 0).sum(-1) / keep.sum(-1)


@mutant("SEQ413", returns="perplexity")
def forgets_the_minus(logits, input_ids, attention_mask):
    keep = attention_mask[:, 1:] == 1
    return np.exp(np.where(keep, token_scores(logits, input_ids), 0).sum(-1) / keep.sum(-1))


@mutant("SEQ420")
def returns_the_loss(logits, input_ids, attention_mask):
    return -np.where(attention_mask[:, 1:] == 1, token_scores(logits, input_ids), 0).sum(-1)


@mutant("SEQ606")
def multiplies_by_the_mask(logits, input_ids, attention_mask):
    return (token_scores(logits, input_ids) * attention_mask[:, 1:]).sum(-1)


@mutant("SEQ607", array="torch")
def sums_in_half_precision(logits, input_ids, attention_mask):
    lp = logits[:, :-1].half().log_softmax(-1).gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return lp.masked_fill(attention_mask[:, 1:] == 0, 0.0).sum(-1).float()


@mutant("SEQ611", returns="logprob")
def undoes_a_mean(logits, input_ids, attention_mask):
    keep = attention_mask[:, 1:] == 1
    mean = np.where(keep, token_scores(logits, input_ids), 0).sum(-1) / keep.sum(-1)
    return mean * keep.sum(-1)


@mutant("SEQ101", "labels")
def gathers_raw_logits(logits, labels):
    raw = gather(logits[:, :-1], np.maximum(labels[:, 1:], 0))
    return np.where(labels[:, 1:] != -100, raw, 0).sum(-1)


@mutant("SEQ201", "labels")
def does_not_shift_labels(logits, labels):
    lp = gather(log_softmax(logits), np.maximum(labels, 0))
    return np.where(labels != -100, lp, 0).sum(-1)


@mutant("SEQ202", "labels", array="torch")
def shifts_for_a_loss_that_shifts(logits, labels):
    shifted = labels[:, 1:]
    lp = logits[:, :-2].log_softmax(-1).gather(-1, shifted[:, 1:].clamp(min=0)[..., None]).squeeze(-1)
    return lp.masked_fill(shifted[:, 1:] == -100, 0.0).sum(-1)


@mutant("SEQ203", "labels")
def masks_with_unshifted_labels(logits, labels):
    lp = gather(log_softmax(logits[:, :-1]), np.maximum(labels[:, 1:], 0))
    return np.where(labels[:, :-1] != -100, lp, 0).sum(-1)


@mutant("SEQ210", "labels")
def looks_up_minus_hundred(logits, labels):
    return gather(log_softmax(logits[:, :-1]), labels[:, 1:]).sum(-1)


@mutant("SEQ210", "labels", array="torch")
def indexes_with_minus_hundred(logits, labels):
    rows, places = np.ogrid[: labels.shape[0], : labels.shape[1] - 1]
    return logits[:, :-1].log_softmax(-1)[rows, places, labels[:, 1:]].sum(-1)


@mutant("SEQ303", "labels", returns="mean_nll", array="torch")
def averages_over_ignored_labels(logits, labels):
    import torch.nn.functional as F

    loss = F.cross_entropy(logits[:, :-1].transpose(1, 2), labels[:, 1:], ignore_index=-100, reduction="none")
    return loss.mean(-1)


@mutant("SEQ307", "labels")
def keeps_what_is_ignored(logits, labels):
    lp = gather(log_softmax(logits[:, :-1]), np.maximum(labels[:, 1:], 0))
    return np.where(labels[:, 1:] == -100, lp, 0).sum(-1)


@mutant("SEQ308", "labels", array="torch")
def writes_into_the_labels(logits, labels):
    labels = labels[:, 1:]
    keep = labels != -100
    labels[labels == -100] = 0
    lp = logits[:, :-1].log_softmax(-1).gather(-1, labels[..., None]).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(-1)


@mutant("SEQ305", "labels")
def loses_the_first_label(logits, labels):
    lp = gather(log_softmax(logits[:, :-1]), np.maximum(labels[:, 1:], 0))
    keep = (labels[:, 1:] != -100) & (labels[:, :-1] != -100)
    return np.where(keep, lp, 0).sum(-1)


@mutant("SEQ401", "labels", array="torch")
def averages_log_probs(logits, labels):
    lp = logits[:, :-1].log_softmax(-1).gather(-1, labels[:, 1:].clamp(min=0)[..., None]).squeeze(-1)
    keep = labels[:, 1:] != -100
    return lp.masked_fill(~keep, 0.0).sum(-1) / keep.sum(-1).clamp(min=1)


@mutant("SEQ408", "labels", array="torch")
def merges_rows(logits, labels):
    import torch.nn.functional as F

    return -F.cross_entropy(
        logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100, reduction="sum"
    )


@mutant("SEQ402", "labels", array="torch")
def negates_the_batch_loss(logits, labels):
    import torch.nn.functional as F

    losses = [F.cross_entropy(x[:-1], y[1:], ignore_index=-100) for x, y in zip(logits, labels)]
    return -np.array([float(loss) if loss == loss else 0.0 for loss in losses])


@mutant("SEQ606", "labels", array="torch")
def multiplies_labels_away(logits, labels):
    keep = labels[:, 1:] != -100
    lp = logits[:, :-1].log_softmax(-1).gather(-1, labels[:, 1:].clamp(min=0)[..., None]).squeeze(-1)
    return (lp * keep).sum(-1)


@mutant("SEQ317", "labels")
def zero_is_ignored_too(logits, labels):
    targets = np.where(labels[:, 1:] == -100, 0, labels[:, 1:])
    return np.where(targets != 0, gather(log_softmax(logits[:, :-1]), targets), 0).sum(-1)


@mutant("SEQ611", "labels", returns="mean_logprob")
def fails_on_an_empty_row(logits, labels):
    lp = gather(log_softmax(logits[:, :-1]), np.maximum(labels[:, 1:], 0))
    return [
        sum(float(x) for x in row[keep]) / int(keep.sum()) for row, keep in zip(lp, labels[:, 1:] != -100)
    ]
