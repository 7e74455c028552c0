"""Which files are looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from seqscore_lint.config import Resolver
from seqscore_lint.gitignore import Ignore

SUFFIXES = (".py", ".ipynb")


def find(
    paths: Iterable[str],
    resolver: Resolver,
    *,
    force_exclude: bool = False,
    on_error: Callable[[str, str], None],
) -> list[str]:
    """The files that the paths name, absolute, sorted and each once.

    A file that is named is taken whatever its suffix, and whatever is excluded unless ``force_exclude``. In
    folders, Python files and notebooks are taken that neither the settings exclude nor git ignores; symbolic
    links to folders are not followed.

    Args:
        on_error: Called with a path that cannot be read, and why.
    """
    found: set[str] = set()
    for path in paths:
        path = os.path.abspath(path)
        folder = os.path.isdir(path)
        if force_exclude:
            settings = resolver.settings(path if folder else os.path.dirname(path))
            if settings.excludes_given(path):
                continue
        if folder:
            found.update(_walk(path, resolver, _ignores_above(path), on_error))
        elif os.path.exists(path):
            found.add(path)
        else:
            on_error(path, "No such file or directory")
    return sorted(found)


def _walk(
    folder: str, resolver: Resolver, ignores: list[tuple[str, Ignore]], on_error: Callable[[str, str], None]
) -> Iterator[str]:
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except OSError as error:
        on_error(folder, error.strerror or str(error))
        return
    names = {entry.name for entry in entries}
    if ".gitignore" in names:
        ignores = [*ignores, *_load(folder, ".gitignore")]
    settings = resolver.settings(folder)
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and (not entry.name.endswith(SUFFIXES) or entry.is_dir()):
            continue
        if settings.excludes(entry.path) or _ignored(entry.path, is_folder, ignores):
            continue
        if not is_folder:
            yield entry.path
        elif not os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
            yield from _walk(entry.path, resolver, ignores, on_error)


def _ignored(path: str, folder: bool, ignores: list[tuple[str, Ignore]]) -> bool:
    """What the innermost .gitignore that mentions the path says."""
    for base, ignore in reversed(ignores):
        decision = ignore.decides(path[len(base) :], folder)
        if decision is not None:
            return decision
    return False


def _ignores_above(folder: str) -> list[tuple[str, Ignore]]:
    """The ignore files between the repository's root and a folder in it, the folder's own left out."""
    chain, top = [], folder
    while not os.path.exists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return []
        top = parent
        chain.append(top)
    ignores = _load(top, os.path.join(".git", "info", "exclude"))
    for above in reversed(chain):
        ignores += _load(above, ".gitignore")
    return ignores


def _load(folder: str, name: str) -> list[tuple[str, Ignore]]:
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="surrogateescape") as file:
            return [(os.path.join(folder, ""), Ignore(file.read()))]
    except OSError:
        return []
