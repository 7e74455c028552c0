"""Settings: the command line over ``[tool.seqscore-lint]`` in the nearest pyproject.toml over defaults."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from seqscore_lint.finding import CONFIDENCES
from seqscore_lint.gitignore import covers, matches, rooted

FORMATS = ("full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit")
EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox",
    ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode",
    "__pypackages__", "_build", "buck-out", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip


class ConfigError(Exception):
    """A setting that cannot be used; the message is one line with key, found and expected."""


class Settings(NamedTuple):
    """What is asked of the linter, for the files below one pyproject.toml."""

    root: str
    """The project's folder: where its pyproject.toml is, else its repository, else the working directory."""
    select: tuple[str, ...] = ("",)
    """Prefixes of codes."""
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, str], ...] = ()
    """Pairs of a pattern and a prefix of codes."""
    exclude: tuple[str, ...] = EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    min_confidence: str = "likely"
    output_format: str = "full"
    baseline: str = ""
    cache_dir: str = ""
    signatures: dict[str, Any] | None = None
    """Knowledge about functions of other libraries, as the analysis reads it."""

    def excludes(self, path: str) -> bool:
        """Whether a file or folder that the search meets is left out."""
        return matches(path, self.exclude + self.extend_exclude)

    def excludes_given(self, path: str) -> bool:
        """Whether the search would not have come to a path."""
        return covers(path, self.exclude + self.extend_exclude, self.root)

    def codes_for(self, path: str, known: tuple[str, ...]) -> frozenset[str]:
        """The codes that are looked for in a file: the longest prefix that fits a code decides."""
        chosen = self.select + self.extend_select
        dropped = self.ignore + tuple(
            prefix
            for pattern, prefix in self.per_file_ignores
            if covers(path, (pattern.removeprefix("!"),), self.root) != pattern.startswith("!")
        )
        return _selected(known, chosen, dropped)


@cache
def _selected(known: tuple[str, ...], chosen: tuple[str, ...], dropped: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in known if _weight(code, chosen) > _weight(code, dropped))


class Resolver:
    """Finds the settings that hold in a folder.

    Args:
        command_line: The options that were given, by the names of ``Settings``, as read from TOML.
        config: A file to be read in place of the nearest one.
        isolated: Read no file.
    """

    def __init__(
        self, command_line: dict[str, Any] | None = None, config: str | None = None, isolated: bool = False
    ) -> None:
        self._given = _convert(command_line or {}, os.getcwd(), "--{}")
        self._fixed = isolated or config is not None
        self._tables: dict[str, tuple[str, dict[str, Any]] | None] = {}
        self._made: dict[str, Settings] = {}
        self._config = None
        if config and not isolated:
            self._config = _read(config)
            if self._config is None:
                raise ConfigError(
                    f"{config}: found no [tool.seqscore-lint], expected it in the file of --config"
                )

    def settings(self, folder: str) -> Settings:
        """The settings for the files of a folder, which is an absolute path.

        Raises:
            ConfigError: No TOML, an unknown key, a bad value.
        """
        if folder not in self._made:
            found = self._config if self._fixed else self._nearest(folder)
            root, table = found or (_repository(folder) or os.getcwd(), {})
            self._made[folder] = Settings(root, **self._merge(table))
        return self._made[folder]

    def _nearest(self, folder: str) -> tuple[str, dict[str, Any]] | None:
        if folder not in self._tables:
            parent = os.path.dirname(folder)
            found = _read(os.path.join(folder, "pyproject.toml"))
            self._tables[folder] = found or (self._nearest(parent) if parent != folder else None)
        return self._tables[folder]

    def _merge(self, table: dict[str, Any]) -> dict[str, Any]:
        """The command line replaces, but ``--ignore`` and its like add to what the file says."""
        table, given = dict(table), self._given
        if "select" in given:
            for key in ("ignore", "extend_select"):
                table.pop(key, None)
        table["ignore"] = tuple(c for c in table.get("ignore", ()) if c not in given.get("extend_select", ()))
        adding = ("ignore", "extend_select", "per_file_ignores")
        return {**table, **{k: (table.get(k, ()) + v if k in adding else v) for k, v in given.items()}}


def _read(path: str) -> tuple[str, dict[str, Any]] | None:
    """The folder of a pyproject.toml and its table for the linter, None without one."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        if os.path.basename(path) == "pyproject.toml" and not os.path.exists(path):
            return None
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if b"seqscore-lint" not in raw:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table = tomllib.loads(raw.decode()).get("tool", {}).get("seqscore-lint")
    except ValueError as error:
        raise ConfigError(f"{path}: found no valid TOML: {' '.join(str(error).split())}") from error
    folder = os.path.dirname(os.path.abspath(path))
    return None if table is None else (folder, _convert(table, folder, f"{path}: [tool.seqscore-lint] {{}}"))


def _repository(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def _weight(code: str, prefixes: tuple[str, ...]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


# From what TOML or the command line gives to what Settings holds. Each raises _Bad with what it expected.


class _Bad(Exception):
    def __init__(self, expected: str, found: Any = None) -> None:
        super().__init__(expected)
        self.found = found


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Bad("a list of strings")
    return tuple(value)


def _prefixes(value: Any, folder: str) -> tuple[str, ...]:
    from seqscore_lint.registry import known_codes

    slugs = {row.slug: row.code for row in known_codes().values()}
    out = []
    for item in _strings(value):
        prefix = "" if item == "ALL" else slugs.get(item, item)
        if (not prefix and item != "ALL") or not any(code.startswith(prefix) for code in known_codes()):
            raise _Bad("a code like SEQ401, a prefix like SEQ4, a name like mean-for-sum, or ALL", item)
        out.append(prefix)
    return tuple(out)


def _patterns(value: Any, folder: str) -> tuple[str, ...]:
    return tuple(rooted(item, folder) for item in _strings(value))


def _per_file(value: Any, folder: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise _Bad("a table of pattern = [codes]")
    return tuple(
        (("!" if pattern.startswith("!") else "") + rooted(pattern.removeprefix("!"), folder), prefix)
        for pattern, codes in value.items()
        for prefix in _prefixes(codes, folder)
    )


def _path(value: Any, folder: str) -> str:
    if not isinstance(value, str) or not value:
        raise _Bad("a path")
    return os.path.join(folder, os.path.expanduser(value))


def _table(value: Any, folder: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Bad("a table")
    return value


def _one_of(*choices: str) -> Callable[[Any, str], str]:
    def convert(value: Any, folder: str) -> str:
        if value not in choices:
            raise _Bad("one of " + ", ".join(choices))
        return str(value)

    return convert


_KEYS: dict[str, Callable[[Any, str], Any]] = {
    "select": _prefixes,
    "ignore": _prefixes,
    "extend-select": _prefixes,
    "per-file-ignores": _per_file,
    "exclude": _patterns,
    "extend-exclude": _patterns,
    "min-confidence": _one_of(*CONFIDENCES),
    "output-format": _one_of(*FORMATS),
    "baseline": _path,
    "cache-dir": _path,
    "signatures": _table,
}


def _convert(table: Any, folder: str, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ConfigError(f"{where.format('').rstrip()}: found {table!r}, expected a table")
    out = {}
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(
                f"{where.format(key)}: found an unknown key, expected one of {', '.join(_KEYS)}"
            )
        try:
            out[key.replace("-", "_")] = _KEYS[key](value, folder)
        except _Bad as bad:
            raise ConfigError(
                f"{where.format(key)}: found {_brief(bad.found or value)}, expected {bad}"
            ) from None
    return out


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
