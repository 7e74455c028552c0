"""The linter's shell is tested over three toy rules, so that these tests do not change with the real ones.

- SEQ602 (certain, fix): ``log`` of a call of ``softmax``
- SEQ401 (likely, with evidence): ``x.mean()``
- SEQ104 (possible): ``x.softmax(1)``
"""

from __future__ import annotations

import ast
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from seqscore_lint import cli, registry
from seqscore_lint.finding import Finding, Step
from seqscore_lint.numerics import log_of_softmax
from seqscore_lint.rule import Rule


def _never(event: Any, reporter: Any) -> None:
    raise AssertionError("the toy engine finds by itself")


TOY_RULES = (
    Rule("SEQ104", ((".softmax(1)",),), (), _never, (), (), "softmax over axis 1"),
    Rule("SEQ401", ((".mean(",),), (), _never, (), (), "mean for sum"),
    Rule("SEQ602", (("softmax",),), (), _never, (), (), log_of_softmax.__doc__ or "", log_of_softmax.FIX),
)


class _Walk(ast.NodeVisitor):
    def __init__(self, rows: list[str], codes: set[str]) -> None:
        self.rows = rows
        self.codes = codes
        self.names: list[str] = []
        self.found: list[Finding] = []
        self.assigned: dict[str, int] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.names.append(node.name)
        self.generic_visit(node)
        self.names.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.assigned[target.id] = node.lineno
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        func = ast.unparse(node.func)
        if func.endswith((".log", "log")) and "softmax(" in ast.unparse(node) and "log_softmax" not in func:
            self.report(node, "SEQ602", "log of softmax", "certain")
        elif func.endswith(".mean") and isinstance(node.func, ast.Attribute):
            name = ast.unparse(node.func.value)
            steps = (Step(self.assigned[name], 1, f"{name} is set"),) if name in self.assigned else ()
            self.report(node, "SEQ401", f"mean of {name}", "likely", steps)
        elif ast.unparse(node).endswith(".softmax(1)"):
            self.report(node, "SEQ104", "softmax over axis 1", "possible")

    def report(
        self, node: ast.Call, code: str, message: str, confidence: str, steps: tuple[Step, ...] = ()
    ) -> None:
        if code in self.codes and node.end_lineno and node.end_col_offset is not None:
            column = self.characters(node.lineno, node.col_offset)
            end = self.characters(node.end_lineno, node.end_col_offset)
            place = (node.lineno, column, node.end_lineno, end)
            self.found.append(Finding(code, message, *place, confidence, steps, ".".join(self.names)))

    def characters(self, row: int, offset: int) -> int:
        return len(self.rows[row - 1].encode()[:offset].decode()) + 1


def _analyse(
    source: bytes, path: str, rules: Any, *, signatures: Any = None, project: Any = None
) -> list[Finding]:
    if b"boom()" in source:
        raise KeyError("boom")
    tree = ast.parse(source)
    from seqscore_lint.source import Source

    walk = _Walk(Source(path, source).rows, {rule.code for rule in rules})
    walk.visit(tree)
    return sorted(walk.found, key=lambda f: (f.row, f.column, f.code))


class Result(NamedTuple):
    """What a run of the command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [entry["code"] for entry in self.json]


class Project:
    """A folder to lint, as the working directory."""

    def __init__(self, root: Path, monkeypatch: Any, capsys: Any) -> None:
        self.root = root
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def lint(self, *args: str, stdin: bytes = b"") -> Result:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capsys.readouterr()
        status = cli.main(args)
        return Result(status, *self._capsys.readouterr())

    def json(self, *args: str, stdin: bytes = b"") -> Result:
        return self.lint("--output-format", "json", *args, stdin=stdin)


@pytest.fixture
def toy_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ModuleType("seqscore_lint.engine")
    engine.analyse = _analyse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "seqscore_lint.engine", engine)
    monkeypatch.setattr("seqscore_lint.engine", engine, raising=False)
    monkeypatch.setattr(registry, "rules", lambda: TOY_RULES)


@pytest.fixture
def project(toy_rules: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Project:
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Project(root, monkeypatch, capsys)
