"""Path patterns, as git reads them: in .gitignore files, and in the settings of the linter."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import NamedTuple


class Pattern(NamedTuple):
    """One line: what it matches, relative to the folder of its file."""

    regex: re.Pattern[str]
    ignore: bool
    """False: the line starts with ``!`` and takes back."""
    folders_only: bool


class Ignore:
    """One .gitignore file."""

    def __init__(self, text: str) -> None:
        self.patterns = [p for line in text.splitlines() if (p := _pattern(line))]

    def decides(self, path: str, folder: bool) -> bool | None:
        """True: ignored, False: taken back, None: not mentioned. ``path`` is relative, with ``/``."""
        for pattern in reversed(self.patterns):
            if (folder or not pattern.folders_only) and pattern.regex.fullmatch(path):
                return pattern.ignore
        return None


def rooted(pattern: str, folder: str) -> str:
    """A pattern of the settings: a bare name fits anywhere, one with a slash is relative to ``folder``."""
    pattern = pattern.removesuffix("/")
    if "/" not in pattern or pattern.startswith("/"):
        return pattern
    return os.path.join(re.sub(r"([\\*?\[])", r"\\\1", folder), pattern.removeprefix("./"))


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a rooted pattern fits the name of an absolute path, or all of it."""
    return _union(patterns).fullmatch(path) is not None


def covers(path: str, patterns: tuple[str, ...], top: str) -> bool:
    """Whether a rooted pattern fits the path or a folder that it is in, below ``top``."""
    while path != top and path != os.path.dirname(path):
        if matches(path, patterns):
            return True
        path = os.path.dirname(path)
    return False


@lru_cache
def _union(patterns: tuple[str, ...]) -> re.Pattern[str]:
    parts = [(p, _translate(p)) for p in patterns]
    return re.compile(
        "|".join(r if "/" in p else f"(?:.*/)?{r}" for p, r in parts if r) or r"(?!)", re.DOTALL
    )


def _pattern(line: str) -> Pattern | None:
    line = re.sub(r"(?<!\\)((?:\\\\)*) +$", r"\1", line)
    ignore = not line.startswith("!")
    line = line if ignore else line[1:]
    if not line or (ignore and line.startswith("#")):
        return None
    folders_only = line.endswith("/")
    line = line.removesuffix("/")
    anchored = "/" in line
    line = line.removeprefix("/")
    regex = _translate(line)
    if not line or regex is None:
        return None
    try:
        compiled = re.compile(regex if anchored else f"(?:.*/)?{regex}", re.DOTALL)
    except re.error:
        return None
    return Pattern(compiled, ignore, folders_only)


def _translate(glob: str) -> str | None:
    """A regular expression for a glob; None where git would never match it."""
    out, i = "", 0
    while i < len(glob):
        char = glob[i]
        if glob.startswith("**/", i) and (i == 0 or glob[i - 1] == "/"):
            out += "(?:.*/)?"
            i += 3
        elif glob[i:] == "**" and (i == 0 or glob[i - 1] == "/"):
            out += ".+"
            i += 2
        elif char == "*":
            out += "[^/]*"
            i += 1
        elif char == "?":
            out += "[^/]"
            i += 1
        elif char == "[":
            found = re.compile(r"\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]").match(glob, i)
            if not found:
                return None
            body = re.sub(r"\\?([^-\w])", r"\\\1", re.sub(r"\\(\w)", r"\1", found[2]))
            out += f"(?!/)[{'^' if found[1] else ''}{body}]"
            i = found.end()
        elif char == "\\":
            if i + 1 == len(glob):
                return None
            out += re.escape(glob[i + 1])
            i += 2
        else:
            out += re.escape(char)
            i += 1
    return out
