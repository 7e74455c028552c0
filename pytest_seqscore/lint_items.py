"""``pytest --seqscore-lint``: one item for each Python file that pytest comes across.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pytest_seqscore.errors import SeqScoreAssertionError
from seqscore_lint import report, runner
from seqscore_lint.config import ConfigError, Resolver, Settings

WIDTH = 80


class LintError(SeqScoreAssertionError):
    """What the linter found in a file; ``codes`` are the rules' codes."""

    def __init__(self, message: str, codes: tuple[str, ...]) -> None:
        super().__init__(message)
        self.codes = codes


class LintFile(pytest.File):
    """A Python file as the linter sees it."""

    def collect(self) -> Iterator[LintItem]:
        yield LintItem.from_parent(self, name="seqscore-lint")


class LintItem(pytest.Item):
    """Fails where the linter finds something, or cannot read the file."""

    def runtest(self) -> None:
        checked = runner.check_file(str(self.path), _settings(self.path.parent), runner.Plan())
        found = report.items([checked])
        if not found:
            return
        lines = [f"{item.where}: {item.code or 'error'} {item.name}: {item.message}" for item in found]
        first = found[0]
        headline = (
            f"{first.code} {first.name}: {first.message}" if first.code else f"{first.name}: {first.message}"
        )
        codes = tuple(dict.fromkeys(item.code for item in found if item.code))
        raise LintError("\n".join([headline[:WIDTH], "", *lines]), codes)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings alone: the traceback would be the linter's own."""
        if isinstance(excinfo.value, LintError):
            return excinfo.getrepr(style="value")
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, "seqscore-lint"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> LintFile | None:
    """Collect Python files that the linter's settings do not exclude."""
    if file_path.suffix != ".py" or _settings(file_path.parent).excludes_given(str(file_path)):
        return None
    collector: LintFile = LintFile.from_parent(parent, path=file_path)
    return collector


@cache
def _settings(folder: Path) -> Settings:
    try:
        return Resolver().settings(str(folder))
    except ConfigError as error:
        raise pytest.UsageError(f"--seqscore-lint: {error}") from None
