"""Which rules can fire in a file, by the words that are in it.

Files of one project say the same names again and again, so which words a name holds is found out once. A word that is
more than a name, like ``.exp(``, is looked for in the file itself, where its name is there and a rule depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from seqscore_lint.rule import Rule

_TO_NAMES = bytes(c if c > 127 or c == 95 or chr(c).isalnum() else 32 for c in range(256))
"""Leaves names and numbers, and blanks around them."""
_NAMES_KEPT = 50_000


def possible(code: bytes, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that can fire in a file: it has a word of each of their groups."""
    words = _words(tuple([rule.words for rule in rules]))
    maybe = words.in_names(code)
    certain = maybe.difference(words.spelled)

    @cache
    def there(word: str) -> bool:
        return words.spelled[word] in code

    def any_of(group: tuple[str, ...]) -> bool:
        return not certain.isdisjoint(group) or any(map(there, maybe.intersection(group)))

    left = [rule for rule in rules if not any(map(maybe.isdisjoint, rule.words))]
    return [rule for rule in left if all(map(any_of, rule.words))]


class _Words:
    """Words to be looked for in one file after the other."""

    def __init__(self, words: Collection[str]) -> None:
        cores = {word: _core(word.encode()) for word in words}
        self.spelled = {word: word.encode() for word in words if not re.fullmatch(r"\w+", word, re.ASCII)}
        """Those that are more than a name."""
        self._everywhere = frozenset(word for word, core in cores.items() if not core)
        self._cores = {word: core for word, core in cores.items() if core}
        self._known: dict[bytes, frozenset[str]] = {}

    def in_names(self, code: bytes) -> frozenset[str]:
        """The words whose core is in some name of a file, and those that have no core."""
        known = self._known
        if len(known) > _NAMES_KEPT:
            known.clear()
        names = set(code.translate(_TO_NAMES).split())
        if new := names.difference(known):
            self._learn(new)
        return self._everywhere.union(*map(known.__getitem__, names))

    def _learn(self, names: set[bytes]) -> None:
        together = b" %b " % b" ".join(names)
        held: dict[bytes, list[str]] = {name: [] for name in names}
        for word, core in self._cores.items():
            at = together.find(core)
            while at >= 0:
                end = together.index(b" ", at + 1)
                held[together[together.rindex(b" ", 0, end) + 1 : end]].append(word)
                at = together.find(core, end)
        for name, words in held.items():
            self._known[name] = frozenset(words)


def _core(word: bytes) -> bytes:
    """The longest name in a word, with blanks where it begins or ends: ``exp_`` of ``.exp_`` is ``" exp_"``."""
    return max(re.findall(rb"\W?\w+\W?", word), key=len, default=b"").translate(_TO_NAMES)


@cache
def _words(groups: tuple[tuple[tuple[str, ...], ...], ...]) -> _Words:
    return _Words({word for rule in groups for group in rule for word in group})
