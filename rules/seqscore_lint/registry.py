"""Which rules there are: one module a rule in the folder of its stage, and what plugins add."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

from seqscore_lint.codes import CODES, STAGES, Code
from seqscore_lint.rule import Rule

UNUSED = Code(
    "SEQ001", "unused-suppression", "linter", True, False, False,
    "a comment suppresses a finding that is not there", (),
)  # fmt: skip
"""The linter's own finding. Its first digit 0 is no stage of the pipeline."""


def modules() -> list[str]:
    """The names of the rule modules, stage by stage; a module whose name starts with ``_`` is a helper."""
    here = os.path.dirname(__file__)
    return [
        f"seqscore_lint.{stage}.{entry[:-3]}"
        for stage in STAGES
        for entry in sorted(os.listdir(os.path.join(here, stage)))
        if entry.endswith(".py") and not entry.startswith("_")
    ]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    from seqscore_lint import plugins

    found: list[Rule] = []
    for name in modules():
        __import__(name)
        found.append(sys.modules[name].RULE)
    found += plugins.rules()
    return tuple(sorted(found, key=lambda rule: rule.code))


@cache
def known_codes() -> dict[str, Code]:
    """Every code that a setting or a comment may name: the table's, the linter's own, and the plugins'."""
    from seqscore_lint import plugins

    return {**CODES, UNUSED.code: UNUSED, **{rule.code: rule.row for rule in plugins.rules()}}


def signatures() -> list[dict[str, Any]]:
    """What plugins know about the functions of other libraries."""
    from seqscore_lint import plugins

    return plugins.signatures()
