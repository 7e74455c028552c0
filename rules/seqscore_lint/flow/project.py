"""The files around the one that is read: where a name is defined that it imports.

A module is looked for beside the file and in the folders above, up to the project's own. Only files of the project
are looked into, never what is installed, and only those whose definition of the name may have to do with scores.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple

from seqscore_lint.flow.knowledge import FUNCTIONS
from seqscore_lint.flow.module import Module

_HOPS = 3
"""How often a name may be imported on: ``pkg/__init__.py`` takes it from ``pkg/scoring.py``."""
_TOP = re.compile(r"^(?:(?:async[ \t]+)?(def|class)[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]+)?=(?!=))", re.MULTILINE)
_FROM = re.compile(r"^from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n(]*))", re.MULTILINE)
_IMPORTED = re.compile(r"(\w+)(?:[ \t]+as[ \t]+(\w+))?")
_NO_PROJECT = frozenset(name.split(".")[0] for name in FUNCTIONS) | sys.stdlib_module_names
"""Packages whose functions are known, or are not of interest."""


class Definition(NamedTuple):
    """Where a name is defined at the top of a file."""

    path: str
    name: str
    kind: str
    """``def``, ``class``, or ``=`` of an assignment."""
    text: str
    """The rows of the definition."""


class Outline:
    """What the top level of a file defines, without parsing it."""

    def __init__(self, raw: bytes) -> None:
        self.text = raw.decode("utf-8", "replace")
        self.digest = sha256(raw).hexdigest()[:32]

    @property
    def definitions(self)
