"""What a rule file defines.

A rule is one module in the folder of its stage. Its docstring is the documentation that ``--explain`` prints,
its examples are its tests, and ``RULE`` ties them to the check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import libcst

    from seqscore_lint.codemods import Scope
    from seqscore_lint.codes import Code
    from seqscore_lint.flow.events import Event, Reporter


class Fix(NamedTuple):
    """How a finding is mended: ``rewrite`` gets the flagged LibCST node and returns its replacement.

    ``rewrite`` returns None where it cannot be sure. It imports libcst in its own body: detection never pays for it.
    Its second argument says what the names in the file mean and takes the imports that the replacement needs.
    """

    applicability: str
    """``safe``: same value up to rounding. ``unsafe``: the number changes on purpose."""
    message: str
    rewrite: Callable[[libcst.CSTNode, Scope], libcst.CSTNode | None]


class Rule(NamedTuple):
    """One bug: when it is looked for, how it is recognised, and examples on both sides of the line."""

    code: str
    words: tuple[tuple[str, ...], ...]
    """The rule can only fire in a file that contains at least one word of every group."""
    on: tuple[type[Event], ...]
    """The kinds of event that ``check`` wants to see."""
    check: Callable[[Any, Reporter], None]
    wrong: tuple[str, ...]
    """Sources that hold the bug; the row where it is reported ends in ``# <- CODE``."""
    right: tuple[str, ...]
    """Sources that look alike and are right."""
    doc: str
    fix: Fix | None = None
    yields_to: tuple[str, ...] = ()
    """Codes that say the cause of what this rule sees: found on the same row, they leave nothing for it to say."""

    @property
    def row(self) -> Code:
        """The code table's entry for this rule; a plugin's rule is named after its module."""
        from seqscore_lint.codes import CODES, Code

        slug = self.check.__module__.rpartition(".")[2].replace("_", "-")
        title = self.doc.strip().partition("\n")[0]
        return CODES.get(self.code) or Code(self.code, slug, "plugin", True, False, False, title, ())
