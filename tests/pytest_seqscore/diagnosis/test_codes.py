"""Every code that a number can show: code with the bug in it, written as users write it, is named by its bug.

The inputs separate the bugs: a causal batch with prompts, padding, an EOS that is the padding token too, and
sequences of different length. Nothing here uses the package to make a wrong number.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from pytest_seqscore import diagnose
from pytest_seqscore.diagnosis.render import headline
from seqscore_lint.codes import CODES

PAD = EOS = 2


class World(NamedTuple):
    """What a scoring function of a user is given."""

    logits: np.ndarray
    ids: np.ndarray
    mask: np.ndarray
    prompt: np.ndarray
    lp: np.ndarray
    """Log-softmax of the logits, by the textbook formula, not the package's."""

    @property
    def bytes(self) -> np.ndarray:
        """As many as the completions might have."""
        return 4 * self.keep.sum(1) + 1

    @property
    def unprompted(self) -> np.ndarray:
        """Targets after the prompt, padding or not."""
        return np.arange(1, self.ids.shape[1]) >= self.prompt[:, None]

    @property
    def real(self) -> np.ndarray:
        """Tokens after the prompt that are not padding, token 0 included if there is no prompt."""
        return (self.mask == 1) & (np.arange(self.ids.shape[1]) >= self.prompt[:, None])

    @property
    def targets(self) -> np.ndarray:
        return self.ids[:, 1:]

    @property
    def keep(self) -> np.ndarray:
        """Targets that are completion and not padding."""
        return self.real[:, 1:]

    @property
    def tok(self) -> np.ndarray:
        return pick(self.lp[:, :-1], self.targets)


def pick(values: np.ndarray, ids: np.ndarray) -> np.ndarray:
    return np.take_along_axis(values, ids[..., None], -1)[..., 0]


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    m = x.max(axis, keepdims=True)
    return x - m - np.log(np.exp(x - m).sum(axis, keepdims=True))


def make(seed: int = 0, batch: int = 3, length: int = 10, vocab: int = 31) -> World:
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(batch, length, vocab)) * 2.5
    ids = rng.integers(3, vocab, size=(batch, length))
    sizes = length - np.arange(batch) - (batch > 1)
    prompt = np.array([2, 3, 2])[:batch]
    mask = (np.arange(length) < sizes[:, None]).astype(int)
    ids[np.arange(batch), sizes - 1] = EOS
    ids[mask == 0] = PAD
    return World(logits, ids, mask, prompt, log_softmax(logits))


def rows(values: Any, keep: np.ndarray) -> list[np.ndarray]:
    return [row[k] for row, k in zip(values, keep, strict=True)]


def sums(values: Any, keep: np.ndarray) -> np.ndarray:
    return np.array([row.sum() for row in rows(values, keep)])


def chosen_logits(w: World) -> np.ndarray:
    return pick(w.logits[:, :-1], w.targets)


def top_k(x: np.ndarray, k: int) -> np.ndarray:
    least = np.sort(x, -1)[..., -k][..., None]
    return np.where(x < least, -np.inf, x)


def top_p(x: np.ndarray, p: float) -> np.ndarray:
    out = np.full_like(x, -np.inf)
    for at in np.ndindex(x.shape[:-1]):
        order = np.argsort(-x[at])
        probs = np.exp(log_softmax(x[at]))[order]
        n = int(np.searchsorted(np.cumsum(probs), p)) + 1
        out[at][order[:n]] = x[at][order[:n]]
    return out


def repetition_penalty(w: World, penalty: float) -> np.ndarray:
    x = w.logits.copy()
    for b in range(len(x)):
        for t in range(x.shape[1]):
            seen = np.unique(w.ids[b, : t + 1])
            x[b, t, seen] = np.where(x[b, t, seen] > 0, x[b, t, seen] / penalty, x[b, t, seen] * penalty)
    return x


def likely_targets(w: World) -> World:
    """The same world, but the model finds its tokens likely, so that truncation keeps them."""
    x = w.logits.copy()
    for b, t in np.ndindex(w.targets.shape):
        x[b, t, w.targets[b, t]] = x[b, t].max() + 0.3 * (t - 1)
    return w._replace(logits=x, lp=log_softmax(x))


def in_loop(w: World, by_steps: bool) -> np.ndarray:
    out = []
    for lps in rows(w.tok, w.keep):
        total = 0.0
        for i, lp in enumerate(lps):
            total = (total + lp) / (i + 1 if by_steps else len(lps))
        out.append(total)
    return np.array(out)


def half(w: World) -> np.ndarray:
    torch = pytest.importorskip("torch")
    lp = torch.log_softmax(torch.tensor(w.logits).bfloat16(), -1)
    tok = lp[:, :-1].gather(-1, torch.tensor(w.targets)[..., None]).squeeze(-1).float()
    return (tok * torch.tensor(w.keep)).sum(-1).numpy()


def shifted_twice(w: World) -> np.ndarray:
    """model(ids[:, :-1], labels=labels[:, 1:]), which shifts once more."""
    labels = np.where(w.real, w.ids, -100)[:, 1:]
    lp, labels = w.lp[:, :-1][:, :-1], labels[:, 1:]
    return sums(pick(lp, np.maximum(labels, 0)), labels != -100)


def wrapped(w: World) -> np.ndarray:
    labels = np.roll(w.ids, -1, axis=1)
    return np.array([pick(w.lp[b], labels[b])[w.prompt[b] - 1 :].sum() for b in range(len(w.ids))])


def unpadded(w: World) -> World:
    """One sequence, all of it real."""
    return World(w.logits[:1], w.ids[:1], np.ones_like(w.mask[:1]), w.prompt[:1], w.lp[:1])


class Bug(NamedTuple):
    code: str
    what: str
    score: Any
    quantity: str = "logprob"
    world: Any = make
    also: tuple[str, ...] = ()
    """Codes that give the same number on every input."""
    dtype: str | None = None


def mean(w: World) -> np.ndarray:
    return sums(w.tok, w.keep) / w.keep.sum(1)


LIKELY = lambda: likely_targets(make())  # noqa: E731
ONE = lambda: unpadded(make(1))  # noqa: E731

BUGS = [
    Bug("SEQ101", "sum", lambda w: sums(chosen_logits(w), w.keep)),
    Bug("SEQ101", "mean", lambda w: sums(chosen_logits(w), w.keep) / w.keep.sum(1), "mean_logprob"),
    Bug(
        "SEQ101",
        "perplexity",
        lambda w: np.exp(-sums(chosen_logits(w), w.keep) / w.keep.sum(1)),
        "perplexity",
    ),
    Bug("SEQ102", "product", lambda w: np.array([r.prod() for r in rows(chosen_logits(w), w.keep)])),
    Bug("SEQ103", "product", lambda w: np.array([np.exp(r).prod() for r in rows(chosen_logits(w), w.keep)])),
    Bug("SEQ103", "sum", lambda w: sums(np.exp(chosen_logits(w)), w.keep)),
    Bug("SEQ103", "mean", lambda w: sums(np.exp(chosen_logits(w)), w.keep) / w.keep.sum(1), "mean_logprob"),
    Bug("SEQ104", "time", lambda w: sums(pick(log_softmax(w.logits, 1)[:, :-1], w.targets), w.keep)),
    Bug("SEQ104", "shifted time", lambda w: sums(pick(log_softmax(w.logits[:, :-1], 1), w.targets), w.keep)),
    Bug("SEQ104", "batch", lambda w: sums(pick(log_softmax(w.logits, 0)[:, :-1], w.targets), w.keep)),
    Bug("SEQ106", "sum", lambda w: sums(pick(log_softmax(np.exp(w.lp))[:, :-1], w.targets), w.keep)),
    Bug(
        "SEQ106",
        "perplexity",
        lambda w: np.exp(-sums(pick(log_softmax(np.exp(w.lp))[:, :-1], w.targets), w.keep) / w.keep.sum(1)),
        "perplexity",
    ),
    Bug("SEQ107", "sigmoid", lambda w: sums(np.log(1 / (1 + np.exp(-chosen_logits(w)))), w.keep)),
    Bug("SEQ107", "softplus", lambda w: sums(np.log1p(np.exp(chosen_logits(w))), w.keep)),
    Bug(
        "SEQ108",
        "top 10",
        lambda w: sums(pick(log_softmax(top_k(w.logits, 10))[:, :-1], w.targets), w.keep),
        world=LIKELY,
        also=("SEQ110",),
    ),
    Bug(
        "SEQ108",
        "the batch's tokens",
        lambda w: sums(pick(log_softmax(only(w.logits, w.targets[w.keep]))[:, :-1], w.targets), w.keep),
    ),
    Bug("SEQ109", "temperature 0.7", lambda w: sums(w.tok / 0.7, w.keep)),
    Bug(
        "SEQ110",
        "temperature 0.7",
        lambda w: sums(pick(log_softmax(w.logits / 0.7)[:, :-1], w.targets), w.keep),
    ),
    Bug(
        "SEQ110", "temperature 2", lambda w: sums(pick(log_softmax(w.logits / 2)[:, :-1], w.targets), w.keep)
    ),
    Bug(
        "SEQ110",
        "top-p 0.9",
        lambda w: sums(pick(log_softmax(top_p(w.logits, 0.9))[:, :-1], w.targets), w.keep),
        world=LIKELY,
    ),
    Bug(
        "SEQ110",
        "repetition penalty",
        lambda w: sums(pick(log_softmax(repetition_penalty(w, 1.2))[:, :-1], w.targets), w.keep),
    ),
    Bug("SEQ201", "batch", lambda w: sums(pick(w.lp, w.ids), w.real)),
    Bug("SEQ202", "labels", shifted_twice),
    Bug(
        "SEQ203",
        "mask of the inputs",
        lambda w: sums(w.tok, w.real[:, :-1]),
    ),
    Bug("SEQ204", "sum", lambda w: sums(w.lp[:, :-1].max(-1), w.keep), also=("SEQ211",)),
    Bug("SEQ206", "roll", wrapped, world=ONE),
    Bug("SEQ209", "first", lambda w: np.array([r[0] for r in rows(w.tok, w.keep)])),
    Bug("SEQ209", "last", lambda w: np.array([r[-1] for r in rows(w.tok, w.keep)])),
    Bug(
        "SEQ211", "first entry", lambda w: sums(np.sort(w.lp[:, :-1], -1)[..., -1], w.keep), also=("SEQ204",)
    ),
    Bug("SEQ213", "top 5", lambda w: in_top(w, 5)),
    Bug("SEQ213", "top 20", lambda w: in_top(w, 20)),
    Bug("SEQ301", "prompt", lambda w: sums(w.tok, w.mask[:, 1:] == 1)),
    Bug("SEQ302", "padding", lambda w: sums(w.tok, w.unprompted), also=("SEQ316",)),
    Bug(
        "SEQ303",
        "padded mean",
        lambda w: sums(w.tok, w.keep) / w.unprompted.sum(1),
        "mean_logprob",
    ),
    Bug("SEQ304", "pad is eos", lambda w: sums(w.tok, w.keep & (w.targets != PAD)), also=("SEQ306",)),
    Bug("SEQ305", "first", lambda w: np.array([r[1:].sum() for r in rows(w.tok, w.keep)])),
    Bug("SEQ306", "last", lambda w: np.array([r[:-1].sum() for r in rows(w.tok, w.keep)]), world=ONE),
    Bug("SEQ307", "inverted", lambda w: sums(w.tok, ~w.keep)),
    Bug("SEQ316", "after the end", lambda w: sums(w.tok, w.unprompted), also=("SEQ302",)),
    Bug("SEQ401", "mean", mean),
    Bug("SEQ402", "loss", lambda w: np.array([r.mean() for r in rows(w.tok, w.mask[:, 1:] == 1)])),
    Bug(
        "SEQ402",
        "loss, not negated",
        lambda w: -np.array([r.mean() for r in rows(w.tok, w.mask[:, 1:] == 1)]),
    ),
    Bug("SEQ403", "mean times N", lambda w: mean(w) * (w.keep.sum(1) + 1)),
    Bug("SEQ403", "sum over N", lambda w: sums(w.tok, w.keep) / (w.keep.sum(1) + 1), "mean_logprob"),
    Bug("SEQ404", "sum", lambda w: sums(np.exp(w.tok), w.keep)),
    Bug("SEQ405", "mean", lambda w: sums(np.exp(w.tok), w.keep) / w.keep.sum(1)),
    Bug("SEQ406", "over length", lambda w: np.exp(sums(w.tok, w.keep)) / w.keep.sum(1)),
    Bug("SEQ407", "product", lambda w: np.array([r.prod() for r in rows(w.tok, w.keep)])),
    Bug("SEQ410", "of tokens", lambda w: sums(np.exp(-w.tok), w.keep) / w.keep.sum(1), "perplexity"),
    Bug("SEQ410", "of texts", lambda w: np.exp(-mean(w)).mean(), "corpus_perplexity"),
    Bug("SEQ411", "2 ** nats", lambda w: 2 ** -mean(w), "perplexity"),
    Bug("SEQ411", "log10", lambda w: sums(np.log10(np.exp(w.tok)), w.keep)),
    Bug("SEQ411", "log2", lambda w: sums(np.log2(np.exp(w.tok)), w.keep)),
    Bug("SEQ412", "nats per byte", lambda w: -sums(w.tok, w.keep) / w.bytes, "bits_per_byte"),
    Bug("SEQ413", "sign", lambda w: np.exp(mean(w)), "perplexity", also=("SEQ420",)),
    Bug("SEQ416", "entropy", lambda w: -sums(np.exp(w.tok) * w.tok, w.keep)),
    Bug("SEQ417", "by steps", lambda w: in_loop(w, True)),
    Bug("SEQ417", "by length", lambda w: in_loop(w, False), "mean_logprob"),
    Bug("SEQ418", "prompt", lambda w: sums(w.tok, w.keep) / (w.keep.sum(1) + w.prompt), "mean_logprob"),
    Bug("SEQ419", "sum", lambda w: sums(w.tok, w.keep), "mean_logprob"),
    Bug("SEQ419", "exp of the sum", lambda w: np.exp(-sums(w.tok, w.keep)), "perplexity"),
    Bug("SEQ420", "negative", lambda w: -sums(w.tok, w.keep)),
    Bug("SEQ421", "probability", lambda w: np.exp(sums(w.tok, w.keep))),
    Bug(
        "SEQ422",
        "bits per token",
        lambda w: -sums(w.tok, w.keep) / math.log(2) / w.keep.sum(1),
        "bits_per_byte",
    ),
    Bug("SEQ604", "1e-3", lambda w: sums(np.log(np.exp(w.tok) + 1e-3), w.keep)),
    Bug("SEQ604", "1e-8", lambda w: sums(np.log(np.exp(w.tok) + 1e-8), w.keep)),
    Bug("SEQ607", "bfloat16", half, dtype="float32"),
]


def only(x: np.ndarray, ids: np.ndarray) -> np.ndarray:
    out = np.full_like(x, -np.inf)
    out[..., ids] = x[..., ids]
    return out


def in_top(w: World, k: int) -> np.ndarray:
    order = np.argsort(-w.lp[:, :-1], -1)[..., :k]
    return sums(np.where((order == w.targets[..., None]).any(-1), w.tok, 0.0), w.keep)


@pytest.mark.parametrize("bug", BUGS, ids=[f"{bug.code}-{bug.what}".replace(" ", "-") for bug in BUGS])
def test_a_bug_is_named_by_its_number(bug: Bug) -> None:
    w = bug.world()
    actual = bug.score(w)
    options = {"num_bytes": w.bytes} if bug.quantity == "bits_per_byte" else {}
    report = diagnose(
        actual,
        w.logits,
        w.ids,
        quantity=bug.quantity,
        layout="causal",
        prompt_length=w.prompt,
        mask=w.mask,
        dtype=bug.dtype,
        **options,
    )
    named = [match.codes for match in report.matches]
    assert not report.correct
    assert (bug.code,) in named, report
    assert set(named) <= {(code,) for code in (bug.code, *bug.also)}
    best = report.matches[0]
    assert best.slugs == (CODES[best.codes[0]].slug,)
    assert best.error <= best.tolerance
    np.testing.assert_allclose(best.value, actual, rtol=1e-5)
    assert report.separable == (len(named) == 1)
    line = headline(report)
    assert line.startswith(f"{best.codes[0]} {best.slugs[0]}: got ")
    assert len(line) <= 80 and not line.endswith("…")


def test_every_code_that_a_number_shows_has_a_case() -> None:
    elsewhere = {"SEQ311"}  # needs token log-probs
    assert {bug.code for bug in BUGS} | elsewhere == {c.code for c in CODES.values() if c.diagnose}
