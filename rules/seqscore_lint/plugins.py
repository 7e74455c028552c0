"""Rules and API knowledge from other distributions.

A distribution adds to the linter by an entry point in the group ``seqscore_lint`` that names a module with

    from seqscore_lint.plugins import hookimpl

    @hookimpl
    def seqscore_lint_rules(): return [RULE]  # seqscore_lint.rule.Rule

    @hookimpl
    def seqscore_lint_signatures(): return {...}  # as [tool.seqscore-lint.signatures] in pyproject.toml

pluggy is imported only where such an entry point is installed.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pluggy

    from seqscore_lint.rule import Rule

GROUP = "seqscore_lint"


class PluginError(Exception):
    """A plugin could not be loaded."""


def installed() -> bool:
    """Whether any distribution on ``sys.path`` has an entry point for the linter.

    A bytes search over entry_points.txt: ``importlib.metadata`` takes 40 ms to import and says the same.
    """
    for folder in sys.path:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in entries:
            if entry.endswith((".dist-info", ".egg-info")):
                try:
                    with open(os.path.join(folder, entry, "entry_points.txt"), "rb") as file:
                        if b"[seqscore_lint]" in file.read().replace(b" ", b""):
                            return True
                except OSError:
                    continue
    return False


@cache
def manager() -> pluggy.PluginManager | None:
    """The loaded plugins, or None where there are none."""
    if not installed():
        return None
    import pluggy

    loaded = pluggy.PluginManager(GROUP)
    loaded.add_hookspecs(_specs())
    try:
        loaded.load_setuptools_entrypoints(GROUP)
        loaded.check_pending()
    except Exception as error:
        raise PluginError(f"a plugin could not be loaded: {type(error).__name__}: {error}") from error
    return loaded


def rules() -> list[Rule]:
    """The rules of all plugins."""
    from seqscore_lint.rule import Rule

    found: list[Rule] = []
    for some in _call("seqscore_lint_rules"):
        if not isinstance(some, (list, tuple)) or not all(isinstance(rule, Rule) for rule in some):
            raise PluginError(
                f"seqscore_lint_rules: found {some!r:.80}, expected a list of seqscore_lint.rule.Rule"
            )
        found += some
    return found


def signatures() -> list[dict[str, Any]]:
    """The signatures of each plugin."""
    found = _call("seqscore_lint_signatures")
    for table in found:
        if not isinstance(table, dict):
            raise PluginError(f"seqscore_lint_signatures: found {table!r:.80}, expected a dict")
    return found


def _call(hook: str) -> list[Any]:
    loaded = manager()
    if loaded is None:
        return []
    try:
        return getattr(loaded.hook, hook)()  # type: ignore[no-any-return]
    except Exception as error:
        raise PluginError(f"{hook} failed: {type(error).__name__}: {error}") from error


def _specs() -> Any:
    import pluggy

    spec = pluggy.HookspecMarker(GROUP)

    class Specs:
        @spec
        def seqscore_lint_rules(self) -> list[Rule]:
            """Return the rules to add."""
            raise NotImplementedError

        @spec
        def seqscore_lint_signatures(self) -> dict[str, Any]:
            """Return signatures in the format of [tool.seqscore-lint.signatures]."""
            raise NotImplementedError

    return Specs


def __getattr__(name: str) -> Any:
    if name == "hookimpl":
        import pluggy

        return pluggy.HookimplMarker(GROUP)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
