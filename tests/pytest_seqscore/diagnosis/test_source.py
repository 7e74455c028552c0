"""The linter's finding beside the number: the function behind the asserted value is found, however it is
wrapped.
"""

from __future__ import annotations

import functools
import importlib.util
import linecache
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from pytest_seqscore import SeqScoreAssertionError, assert_sequence_logprob
from pytest_seqscore.diagnosis.source import findings

SCORER = """
import functools
import numpy as np
from scipy.special import log_softmax


def sequence_logprob(logits, ids):
    logp = log_softmax(logits, axis=-1)
    token_logps = logp[np.arange(len(ids)), ids]
    return token_logps.mean()


def wrapped(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)
    return inner


def hidden(function):
    def inner(*args):
        return function(*args)
    return inner


def calls(logits, ids):
    return sequence_logprob(logits, ids)


decorated = wrapped(sequence_logprob)
undeclared = hidden(sequence_logprob)


class Scorer:
    def sequence_logprob(self, logits, ids):
        logp = log_softmax(logits, axis=-1)
        return logp[np.arange(len(ids)), ids].mean()

    def __call__(self, logits, ids):
        return self.sequence_logprob(logits, ids)

    @staticmethod
    def static(logits, ids):
        return sequence_logprob(logits, ids)

    @classmethod
    def by_class(cls, logits, ids):
        return sequence_logprob(logits, ids)
"""

LOGITS = np.random.default_rng(0).normal(size=(6, 20))
IDS = np.array([1, 4, 2, 8, 5, 7])


@pytest.fixture
def scorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("scipy")
    path = tmp_path / "scorer.py"
    path.write_text(SCORER)
    spec = importlib.util.spec_from_file_location("scorer_under_test", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "scorer_under_test", module)
    spec.loader.exec_module(module)
    monkeypatch.chdir(tmp_path)
    return module


def shown(actual: Any) -> str:
    with pytest.raises(SeqScoreAssertionError) as error:
        assert_sequence_logprob(actual, LOGITS, IDS)
    return str(error.value)


ROW = 1 + SCORER[: SCORER.index("    return token_logps.mean()")].count("\n")


def test_a_function_called_in_the_assertion(scorer: ModuleType) -> None:
    with pytest.raises(SeqScoreAssertionError, match=f"at   scorer.py:{ROW} SEQ401 mean-for-sum"):
        assert_sequence_logprob(scorer.sequence_logprob(LOGITS, IDS), LOGITS, IDS)


def test_a_value_that_went_through_variables(scorer: ModuleType) -> None:
    first: float = scorer.sequence_logprob(LOGITS, IDS)
    second, _ = first, None
    with pytest.raises(SeqScoreAssertionError, match=f"scorer.py:{ROW} SEQ401"):
        assert_sequence_logprob(second, LOGITS, IDS)


@pytest.mark.parametrize(
    "find",
    [
        lambda m: m.sequence_logprob,
        lambda m: m.decorated,
        lambda m: m.undeclared,
        lambda m: m.calls,
        lambda m: functools.partial(m.sequence_logprob, LOGITS),
        lambda m: functools.partial(functools.partial(m.decorated, LOGITS)),
        lambda m: m.Scorer.static,
        lambda m: m.Scorer.by_class,
        lambda m: functools.lru_cache(m.sequence_logprob),
    ],
    ids=["plain", "wraps", "closure", "callee", "partial", "partials", "static", "class", "cached"],
)
def test_a_scorer_is_found_behind_its_wrappers(scorer: ModuleType, find: Any) -> None:
    assert any(line.startswith(f"scorer.py:{ROW} SEQ401") for line in findings(find(scorer)))


def test_methods_and_instances(scorer: ModuleType) -> None:
    model = scorer.Scorer()
    assert any("SEQ401" in line for line in findings(model.sequence_logprob))
    assert any("SEQ401" in line for line in findings(scorer.Scorer.sequence_logprob))


INLINE = """
import numpy as np
from scipy.special import softmax
from pytest_seqscore import assert_sequence_logprob


def score_and_assert(logits, ids):
    logp = np.log(softmax(logits, axis=-1))
    assert_sequence_logprob(logp[np.arange(len(ids)), ids].mean(), logits, ids)
"""


def test_code_beside_the_assertion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scipy")
    path = tmp_path / "inline.py"
    path.write_text(INLINE)
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "inline"}
    exec(compile(INLINE, str(path), "exec"), scope)
    with pytest.raises(SeqScoreAssertionError, match=r"inline\.py:8 SEQ602 log-of-softmax") as error:
        scope["score_and_assert"](LOGITS, IDS)
    assert str(error.value).startswith("SEQ401 mean-for-sum")


def test_what_the_number_points_to_is_shown_even_where_the_linter_alone_is_unsure(scorer: ModuleType) -> None:
    sure = findings(scorer.sequence_logprob)
    pointed = findings(scorer.sequence_logprob, codes=["SEQ401"])
    assert sure and set(sure) <= set(pointed)


def test_a_notebook_cell_is_read_where_it_is_remembered() -> None:
    pytest.importorskip("scipy")
    name = "<ipython-input-1-cell>"
    linecache.cache[name] = (len(SCORER), None, SCORER.splitlines(keepends=True), name)
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(SCORER, name, "exec"), scope)
    assert any(line.startswith(f"notebook cell:{ROW} SEQ401") for line in findings(scope["sequence_logprob"]))


@pytest.mark.parametrize(
    "silent", [len, np.mean, 3, "text", functools.partial(max, 1), type, sys, property(), object()]
)
def test_silent_where_there_is_no_source(silent: Any) -> None:
    assert findings(silent) == []


def test_a_lambda_without_source_and_a_value_from_nowhere() -> None:
    made = eval("lambda logits, ids: -1.0")
    assert shown(made(LOGITS, IDS)).startswith("no known bug")
    assert findings(made) == []


def test_a_huge_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "huge.py"
    path.write_text(SCORER + "# filler\n" * 200_000)
    scope: dict[str, Any] = {"__name__": "huge"}
    pytest.importorskip("scipy")
    exec(compile(SCORER, str(path), "exec"), scope)
    assert findings(scope["sequence_logprob"]) == []
