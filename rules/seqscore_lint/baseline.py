"""What a finding is, whatever row it moves to; and a file of findings that are known and left for later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from seqscore_lint.config import ConfigError
from seqscore_lint.finding import Finding
from seqscore_lint.source import Source


class Identity(NamedTuple):
    """Rule, path, enclosing function, normalised source and a number among equals: never a row."""

    code: str
    path: str
    function: str
    source: str
    ordinal: int

    @property
    def fingerprint(self) -> str:
        """A short hash of it."""
        from hashlib import sha256

        return sha256("\0".join(map(str, self)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def identify(findings: Sequence[Finding], source: Source, base: str) -> list[Identity]:
    """The identity of each finding of a file, whose path is given relative to the folder ``base``."""
    path = os.path.relpath(source.path, base).replace(os.sep, "/")
    seen: dict[tuple[str, str, str, str], int] = {}
    out = []
    for finding in findings:
        key = (finding.code, path, finding.function, _normalised(finding, source))
        seen[key] = ordinal = seen.get(key, -1) + 1
        out.append(Identity(*key, ordinal))
    return out


def _normalised(finding: Finding, source: Source) -> str:
    """The flagged source without whitespace: formatting does not make a new finding."""
    rows = source.rows[finding.row - 1 : finding.end_row]
    if rows:
        rows[-1] = rows[-1][: finding.end_column - 1]
        rows[0] = rows[0][finding.column - 1 :]
    return "".join("".join(rows).split())


def read(path: str) -> set[Identity]:
    """The findings that a baseline file knows.

    Raises:
        ConfigError: It cannot be read, or is no baseline.
    """
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        return {Identity(**entry) for entry in document["findings"]}
    except OSError as error:
        raise ConfigError(f"--baseline: {path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        found = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigError(
            f"--baseline: {path}: found {found}, expected what --write-baseline writes"
        ) from error


def write(path: str, identities: Iterable[Identity]) -> None:
    """Write a baseline, in an order that keeps version control quiet."""
    entries = [identity._asdict() for identity in sorted(identities)]
    try:
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "findings": entries}, file, indent=1, ensure_ascii=False)
            file.write("\n")
    except OSError as error:
        raise ConfigError(f"--write-baseline: {path} cannot be written: {error.strerror}") from error


def stale(
    known: Iterable[Identity],
    found: Mapping[str, Iterable[Identity]],
    base: str,
    active: Mapping[str, Iterable[str]],
) -> list[Identity]:
    """The entries of a baseline that are no longer true: the file is gone, or has no such finding any more.

    Args:
        known: The entries.
        found: The findings of each file that was checked, by absolute path.
        base: The folder that the entries' paths are relative to.
        active: The codes that were looked for, by absolute path.
    """
    out = []
    for entry in known:
        path = os.path.normpath(os.path.join(base, entry.path))
        gone = not os.path.exists(path)
        if gone or (entry.code in active.get(path, ()) and entry not in set(found.get(path, ()))):
            out.append(entry)
    return sorted(out)
