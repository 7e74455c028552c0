"""What the README says to type works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_quick_start_is_two_commands_of_one_line():
    start = README[README.index("\n## Quick start\n") :]
    first, second = (block.splitlines() for block in blocks("bash", start)[:2])
    assert first == ["pip install -q . && python examples/run.py"]
    assert second == ["pip install -q '.[test]' && python -m pytest -n 2"]


def test_the_examples_show_what_they_promise():
    run = subprocess.run(
        [sys.executable, "examples/run.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    last = run.stdout.splitlines()[-1]
    assert run.returncode == 0, run.stdout
    assert "4 of 4 wrong scripts" in last
    assert "named the bug of the wrong one" in last


def test_the_example_in_python_runs():
    (code,) = [block for block in blocks("python") if "import" in block]
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(--[a-z-]+)", README)) - {"--no-format"}))
def test_options_exist(name):
    from seqscore_lint.cli import _parser

    assert name in _parser().format_help()


def test_settings_are_valid(tmp_path):
    from seqscore_lint.config import Resolver

    (table,) = blocks("toml")
    (tmp_path / "pyproject.toml").write_text(table)
    settings = Resolver().settings(str(tmp_path))
    assert settings.min_confidence == "likely"
    assert settings.baseline == str(tmp_path / "seqscore-baseline.json")


def test_every_dependency_has_its_line():
    if sys.version_info < (3, 11):
        pytest.skip("tomllib is new in Python 3.11")
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]}
    section = README.partition("## What it depends on")[2]
    assert set(re.findall(r"^- \[([\w-]+)\]", section, re.MULTILINE)) == names
