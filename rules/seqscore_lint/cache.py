"""What was found in files that have not changed since.

The key is the content of the file, and of those that it imports from; a store is for one state of the linter and
one set of rules, so nothing else can make an entry wrong.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from seqscore_lint.finding import Finding, Step
from seqscore_lint.source import digest_of

if TYPE_CHECKING:
    from seqscore_lint.config import Settings

FOLDER = ".seqscore-cache"


class Cache:
    """The findings, after comments and confidence, of the files of one run.

    Args:
        folder: Where the store is; it is made when something is saved.
        settings: What is looked for; one store for each.
    """

    def __init__(self, folder: str, settings: Iterable[Settings]) -> None:
        self._folder = folder
        asked = repr(sorted({(s[:8], json.dumps(s.signatures, sort_keys=True)) for s in settings}))
        name = sha256(f"{_state()} {asked}".encode()).hexdigest()[:24]
        self._path = os.path.join(folder, f"{name}.json")
        self._entries: dict[str, list[Any]] = {}
        self._others: dict[str, str] = {}
        try:
            with open(self._path, encoding="utf-8") as file:
                self._entries = json.load(file)
        except (OSError, ValueError):
            pass

    def knows(self, path: str) -> bool:
        """Whether it is worth reading the file for ``get``."""
        return path in self._entries

    def get(self, path: str, digest: str) -> tuple[Finding, ...] | None:
        """What was found in a file with this content, None where that is not known."""
        entry = self._entries.get(path)
        if entry is None or entry[0] != digest or any(self._now(p) != d for p, d in entry[2].items()):
            return None
        return tuple(Finding(*f)._replace(evidence=tuple(Step(*step) for step in f[7])) for f in entry[1])

    def put(self, path: str, digest: str, findings: Iterable[Finding], consulted: Mapping[str, str]) -> None:
        """Keep what was found, and the digests of the other files that it depends on, empty for those that are not there."""
        self._entries[path] = [digest, list(findings), dict(consulted)]

    def _now(self, path: str) -> str:
        """The digest of another file as it is now."""
        if path not in self._others:
            try:
                with open(path, "rb") as file:
                    self._others[path] = digest_of(file.read())
            except OSError:
                self._others[path] = ""
        return self._others[path]

    def save(self) -> None:
        """Write the store; a folder that cannot be written is no reason to fail."""
        temporary = f"{self._path}.{os.getpid()}"
        try:
            os.makedirs(self._folder, exist_ok=True)
            with open(os.path.join(self._folder, ".gitignore"), "w") as file:
                file.write("*\n")
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(self._entries, file)
            os.replace(temporary, self._path)
        except OSError:
            pass


def _state() -> str:
    """The linter's own files and those of plugins, and the interpreter, whose grammar counts."""
    from seqscore_lint.registry import rules

    package = os.path.dirname(__file__)
    files = {
        os.path.join(folder, n) for folder, _, names in os.walk(package) for n in names if n.endswith(".py")
    }
    files |= {sys.modules[rule.check.__module__].__file__ or package for rule in rules()}
    stamps = [(file, os.stat(file).st_mtime_ns, os.stat(file).st_size) for file in sorted(files)]
    return repr((sys.version_info, stamps))
