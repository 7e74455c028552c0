"""The catalogue: every rule documents itself, flags its wrong examples, and is silent on every right one."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from seqscore_lint import cli, engine, registry
from seqscore_lint.codes import CODES, STAGES
from seqscore_lint.config import Settings
from seqscore_lint.prefilter import possible
from seqscore_lint.rule import Rule
from seqscore_lint.runner import Plan, check, check_file
from seqscore_lint.source import Source

SECTIONS = ("What goes wrong", "Why it matters", "When it is fine", "Fix", "Sources")
RULES = registry.rules()
WRONG = [
    pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in RULES for n, text in enumerate(rule.wrong)
]
RIGHT = [
    pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in RULES for n, text in enumerate(rule.right)
]
EVERYTHING = Settings("/", min_confidence="possible")
DEFAULT = Settings("/")


def found(text: str, settings: Settings) -> list[tuple[str, int]]:
    return [
        (finding.code, finding.row)
        for finding in check(Source("/example.py", text.encode()), settings).findings
    ]


def marked(text: str) -> list[tuple[str, int]]:
    return [
        (code, row)
        for row, line in enumerate(text.split("\n"), 1)
        for code in re.findall(r"SEQ\d{3}", line.partition("# <- ")[2])
    ]


@pytest.mark.parametrize("name", registry.modules())
def test_every_module_is_one_rule_of_its_stage(name):
    module = importlib.import_module(name)
    assert isinstance(module.RULE, Rule)
    row = CODES[module.RULE.code]
    assert name == f"seqscore_lint.{row.stage}.{row.slug.replace('-', '_')}"
    assert row.lint
    assert row.stage in STAGES
    assert module.RULE.doc == module.__doc__


def test_codes_are_unique():
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented(rule, capsys):
    title, *body = rule.doc.strip().split("\n")
    assert 10 <= len(title) <= 100
    assert not title.endswith(".")
    headings = [line[3:] for line in body if line.startswith("## ")]
    assert headings == list(SECTIONS)
    for text in re.split(r"^## .*$", rule.doc, flags=re.MULTILINE):
        assert text.strip()
    assert rule.wrong
    assert rule.right
    assert cli.main(["--explain", rule.code]) == 0
    page = capsys.readouterr().out
    assert rule.row.slug in page
    for example in (*rule.wrong, *rule.right):
        assert example.strip() in page


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_a_wrong_example_is_flagged_where_it_says_and_nowhere_else(rule, text):
    ast.parse(text)
    assert rule.code in {code for code, _ in marked(text)}, "no row ends in # <- CODE"
    assert rule in possible(text.encode(), RULES), "lost to the search for words"
    assert found(text, DEFAULT) == marked(text)


@pytest.mark.parametrize(("rule", "text"), RIGHT)
def test_a_right_example_is_silent_under_every_rule(rule, text):
    ast.parse(text)
    assert found(text, DEFAULT) == []


@pytest.mark.parametrize(("rule", "text"), [p for p in WRONG if p.values[0].fix])
def test_a_fix_parses_is_silent_and_has_nothing_to_add(rule, text):
    plan = Plan("fix", unsafe=True)
    report = check_file("/example.py", DEFAULT, plan, text.encode())
    if report.changed is None:
        return
    fixed = report.changed.decode()
    ast.parse(fixed)
    assert rule.code not in {code for code, _ in found(fixed, EVERYTHING)}
    assert check_file("/example.py", DEFAULT, plan, report.changed).changed is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.code)
def test_a_fix_mends_at_least_one_example(rule):
    assert rule.fix.applicability in ("safe", "unsafe")
    plan = Plan("fix", unsafe=True)
    reports = [check_file("/example.py", DEFAULT, plan, text.encode()) for text in rule.wrong]
    assert any(report.changed for report in reports)


def test_findings_say_what_they_are_made_of():
    for rule in RULES:
        for text in rule.wrong:
            for finding in engine.analyse(text.encode(), "/example.py", RULES):
                assert finding.message
                assert "\n" not in finding.message
                assert (finding.row, finding.column) < (finding.end_row, finding.end_column)
                assert all(1 <= step.row <= text.count("\n") + 1 and step.what for step in finding.evidence)
