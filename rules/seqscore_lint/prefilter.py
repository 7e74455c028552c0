"""Which rules can fire in a file, by the words that are in it.

Files of one project say the same names again and again, so which words a name holds is found out once. A word that is
more than a name, like ``.exp(``, is looked for in the file itself, where its name is there and a rule depends on it.
A set of words is an integer, one bit a word: every file asks for many hundred of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import or_

from seqscore_lint.rule import Rule

_TO_NAMES = bytes(c if c > 127 or c == 95 or chr(c).isalnum() else 32 for c in range(256))
"""Leaves names and numbers, and blanks around them."""
_NAMES_KEPT = 50_000


def possible(code: bytes, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that can fire in a file: it has a word of each of their groups."""
    words = _words(tuple([rule.words for rule in rules]))
    maybe = words.in_names(code)
    left = [pair for pair in zip(rules, words.groups) if all(map(maybe.__and__, pair[1]))]
    looked, found = words.names, maybe & words.names
    for _, groups in left:
        for group in groups:
            while not found & group and (unsure := maybe & group & ~looked):
                word = unsure & -unsure
                looked |= word
                if words.spelled[word] in code:
                    found |= word
    return [rule for rule, groups in left if all(map(found.__and__, groups))]


class _Words:
    """The words of some rules, to be looked for in one file after the other."""

    def __init__(self, groups: Sequence[tuple[tuple[str, ...], ...]]) -> None:
        bits: dict[str, int] = {}
        for word in (word for rule in groups for group in rule for word in group):
            bits.setdefault(word, 1 << len(bits))
        self.groups = [[_union(map(bits.__getitem__, group)) for group in rule] for rule in groups]
        self.spelled = {bit: word.encode() for word, bit in bits.items()}
        self.names = _union(bit for word, bit in bits.items() if re.fullmatch(r"\w+", word, re.ASCII))
        """Words that are no more than a name."""
        self._cores: dict[bytes, int] = {}
        """The words with the same core: to be looked for in names but for those without a core."""
        for bit, spelled in self.spelled.items():
            core = _core(spelled)
            self._cores[core] = self._cores.get(core, 0) | bit
        self._everywhere = self._cores.pop(b"", 0)
        self._known: dict[bytes, int] = {}

    def in_names(self, code: bytes) -> int:
        """The words whose core is in some name of a file, and those that have no core."""
        known = self._known
        if len(known) > _NAMES_KEPT:
            known.clear()
        names = set(code.translate(_TO_NAMES).split())
        if new := names.difference(known):
            self._learn(new)
        return _union(set(map(known.__getitem__, names))) | self._everywhere

    def _learn(self, names: set[bytes]) -> None:
        together = b" %b " % b" ".join(names)
        held = dict.fromkeys(names, 0)
        for core, words in self._cores.items():
            at = together.find(core)
            while at >= 0:
                end = together.index(b" ", at + 1)
                held[together[together.rindex(b" ", 0, end) + 1 : end]] |= words
                at = together.find(core, end)
        self._known.update(held)


def _union(words: Iterable[int]) -> int:
    return reduce(or_, words, 0)


def _core(word: bytes) -> bytes:
    """The longest name in a word, with blanks where it begins or ends: ``exp_`` of ``.exp_`` is ``" exp_"``."""
    return max(re.findall(rb"\W?\w+\W?", word), key=len, default=b"").translate(_TO_NAMES)


@cache
def _words(groups: tuple[tuple[tuple[str, ...], ...], ...]) -> _Words:
    return _Words(groups)
