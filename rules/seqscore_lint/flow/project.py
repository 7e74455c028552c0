"""The files around the one that is read: where the names are defined that it imports.

A module is looked for beside the file and in the folders above with their ``src``, up to the project's own folder. What
is installed is not looked into: the knowledge tables speak for libraries.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from seqscore_lint.flow.knowledge import FUNCTIONS
from seqscore_lint.flow.module import Module, parsed
from seqscore_lint.flow.relevance import SHORT_FILE
from seqscore_lint.source import digest_of

_HOPS = 3
"""How often a name may be imported on: ``pkg/__init__.py`` takes it from ``pkg/scoring.py``."""
_TOP = re.compile(r"^(?=[^\s#)\]}])", re.MULTILINE)
_DEFINED = re.compile(r"(?:async[ \t]+)?def[ \t]+(\w+)")
_ASSIGNED = re.compile(
    r"^([A-Z][A-Z0-9_]*)[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*(-?\d+(?:\.\d*)?(?:e-?\d+)?)[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
_FROM = re.compile(r"^from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n(]*))", re.MULTILINE)
_IMPORTED = re.compile(r"(\w+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#[^\n]*)?(?:,|$)", re.MULTILINE)
_SCORES = ("logp", "log_p", "logit", "softmax", "crossentropy", "cross_entropy", "nll", "perplex", "logsumexp", "likelihood", "surprisal", "-100")  # fmt: skip
"""A function without any of these, in lower case, returns nothing that a score is made of."""
_LIBRARIES = frozenset(name.split(".")[0] for name in FUNCTIONS) | sys.stdlib_module_names
"""Packages that the tables know, or that have nothing to do with scores."""


class Outline(NamedTuple):
    """What the top level of a file defines, found without parsing it."""

    digest: str
    functions: dict[str, bool]
    """Functions, and whether they may return what a score is made of."""
    constants: dict[str, float]
    imports: dict[str, str]


class Project:
    """The files of one project, as one of them sees the others.

    Args:
        root: The project's folder; nothing above it is looked at.
    """

    def __init__(self, root: str) -> None:
        self._inside = os.path.join(root, "")
        self.consulted: dict[str, str] = {}
        """What the answers depend on: paths, with the digest of what a file holds, empty where there is none."""

    def find(self, importer: str, target: str) -> tuple[str, str, Outline] | None:
        """The file that defines what ``importer`` imports as ``target`` (``.scoring.token_logps``), and its name there.

        A function that has nothing to do with scores is not found.
        """
        for _ in range(_HOPS):
            path, name = self._locate(importer, target), target.rpartition(".")[2]
            outline = _outlined(path) if path else None
            if outline is None:
                return None
            self.consulted[path] = outline.digest
            if outline.functions.get(name) or name in outline.constants:
                return path, name, outline
            if name not in outline.imports:
                return None
            importer, target = path, outline.imports[name]
        return None

    def module(self, path: str) -> Module | None:
        """The parsed file; None where it cannot be read."""
        try:
            return _parsed(path)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def _locate(self, importer: str, target: str) -> str:
        """The file of the module that ``target`` is in; empty where the project has none."""
        dotted = target.lstrip(".")
        modules, folder = dotted.rpartition(".")[0], os.path.dirname(importer)
        level = len(target) - len(dotted)
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._look(folder, modules)
        if not modules or modules.partition(".")[0] in _LIBRARIES:
            return ""
        while f"{folder}/".startswith(self._inside):
            path = self._look(folder, modules) or self._look(os.path.join(folder, "src"), modules)
            above = os.path.dirname(folder)
            if path or above == folder:
                return path
            folder = above
        return ""

    def _look(self, folder: str, modules: str) -> str:
        """The file of a module below a folder, ``__init__.py`` of a package; empty where it is not there."""
        module = os.path.join(folder, *modules.split(".")) if modules else folder
        for path in (os.path.join(module, "__init__.py"), f"{module}.py"):
            if _is_there(path):
                return path
            self.consulted[path] = ""
        return ""


def forget() -> None:
    """Look at the disk again."""
    for known in (_is_there, _outlined, _parsed):
        known.cache_clear()


_is_there = lru_cache(maxsize=8192)(os.path.isfile)


@lru_cache(maxsize=1024)
def _outlined(path: str) -> Outline | None:
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError:
        return None
    text = raw.decode("utf-8", "replace")
    return Outline(digest_of(raw), _functions(text), _constants(text), _imports(text))


def _functions(text: str) -> dict[str, bool]:
    """The functions of the top level; in a short file all have to do with each other, and with their caller."""
    short = text.count("\n") <= SHORT_FILE
    blocks = ((found[1], block) for block in _TOP.split(text) if (found := _DEFINED.match(block)))
    return {name: short or _speaks_of_scores(block.lower()) for name, block in blocks}


def _speaks_of_scores(text: str) -> bool:
    return any(word in text for word in _SCORES)


def _constants(text: str) -> dict[str, float]:
    """The numbers that names in capitals stand for, where each is assigned to once."""
    found = _ASSIGNED.findall(text)
    times = Counter(name for name, _ in found)
    return {name: ast.literal_eval(number) for name, number in found if times[name] == 1}


def _imports(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _FROM.finditer(text):
        base = match[1] + (f"{match[2]}." if match[2] else "")
        for item in _IMPORTED.finditer(match[3] or match[4] or ""):
            found[item[2] or item[1]] = base + item[1]
    return found


@lru_cache(maxsize=8)
def _parsed(path: str) -> Module:
    with open(path, "rb") as file:
        return parsed(file.read(), path)
