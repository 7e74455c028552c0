"""What the linter says of code that other people wrote, or might have written.

``tests/wild`` holds cases rewritten from findings in released packages, with the reason why each is right or wrong.
``tests/rounds`` holds whole corpora by authors who had not seen the rules; their figures may rise, not fall.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MARK = re.compile(r"# expect(?P<near>-near)?: (?P<codes>SEQ\d{3}(?:\|SEQ\d{3})*)")
BUG = re.compile(r"^# bug: .*$", re.MULTILINE)


def marks(folder: Path, near: bool) -> list[tuple[str, int, tuple[str, ...]]]:
    return [
        (path.name, row, tuple(mark["codes"].split("|")))
        for path in sorted(folder.glob("*.py"))
        for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for mark in MARK.finditer(line)
        if bool(mark["near"]) == near
    ]


def lint(folder: Path, copies: Path) -> set[tuple[str, int, str]]:
    """File, row and code of every finding in copies without the marks."""
    copies.mkdir()
    for path in folder.glob("*.py"):
        text = BUG.sub("", MARK.sub("", path.read_text(encoding="utf-8")))
        (copies / path.name).write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "seqscore_lint",
        "--isolated",
        "--no-cache",
        "--output-format",
        "json",
        str(copies),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return {(Path(f["filename"]).name, f["location"]["row"], f["code"]) for f in json.loads(run.stdout)}


def test_every_wild_bug_is_found_and_nothing_else(tmp_path: Path) -> None:
    expected = {
        (name, row, code)
        for name, row, codes in marks(TESTS / "wild" / "wrong", near=False)
        for code in codes
    }
    assert len(expected) >= 7
    assert lint(TESTS / "wild" / "wrong", tmp_path / "wrong") == expected


def test_wild_code_that_is_right_is_left_alone(tmp_path: Path) -> None:
    assert len(list((TESTS / "wild" / "right").glob("*.py"))) >= 10
    assert lint(TESTS / "wild" / "right", tmp_path / "right") == set()


ROUNDS = json.loads((TESTS / "rounds" / "reached.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(ROUNDS))
def test_a_round_keeps_what_it_has_reached(name: str, tmp_path: Path) -> None:
    reached, corpus = ROUNDS[name], TESTS / "rounds" / name
    in_wrong, in_right = (
        lint(corpus / "wrong", tmp_path / "wrong"),
        lint(corpus / "right", tmp_path / "right"),
    )
    expected, near = marks(corpus / "wrong", near=False), marks(corpus / "wrong", near=True)
    accepted = {(file, row, code) for file, row, codes in expected + near for code in codes}

    def is_hit(mark: tuple[str, int, tuple[str, ...]]) -> bool:
        file, row, codes = mark
        rows = {(row, code) for code in codes}
        rows |= {(r, c) for f, r, cs in near if f == file for c in cs if c in codes}
        return any((file, r, c) in in_wrong for r, c in rows)

    recall = sum(map(is_hit, expected)) / len(expected)
    true = len(in_wrong & accepted)
    precision = true / (len(in_wrong) + len(in_right))
    flagged = len({file for file, _, _ in in_right})
    assert recall >= reached["recall"]
    assert precision >= reached["precision"]
    assert flagged <= reached["right_files_flagged"]
