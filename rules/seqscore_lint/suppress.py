"""Comments that suppress findings.

    score = logp.mean()  # seqscore: ignore[SEQ401] the metric is defined as a mean
    # seqscore: ignore[mean-for-sum] a comment on a row of its own is for the statement below
    # seqscore: ignore-file[SEQ4]
    score = logp.mean()  # noqa: SEQ401

Codes, prefixes of codes and names fit; none at all fits everything. A comment at the end of a row is for the
findings that start or end there; at the end of a statement, for all of the statement's. One that suppresses
nothing is itself a finding, SEQ001, as long as the rules that it names were run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from seqscore_lint.finding import Finding
from seqscore_lint.registry import UNUSED, known_codes
from seqscore_lint.source import Source

# Left to be compiled on first use: most runs meet no such comment.
_OURS = r"(?i)#\s*seqscore:\s*ignore(?P<file>-file)?(?![\w-])(?:\s*\[(?P<codes>[^\]]*)\])?"
_NOQA = r"(?i)#\s*noqa(?!\w)(?:\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?"
_MARK = rb"(?i)#\s*(?:seqscore:\s*ignore|noqa)"
_OUR_MARK = rb"(?i)#\s*seqscore:\s*ignore|#\s*noqa\s*:[^\n]*SEQ"


class Comment(NamedTuple):
    """One suppression."""

    row: int
    column: int
    text: str
    first: int
    """The first row whose findings it is for."""
    last: int
    """The last such row; 0: the whole file."""
    names: tuple[str, ...]
    """What it names; nothing: all findings."""
    ours: bool
    """It speaks to this linter alone, so nobody else says when it is unused."""

    def fits(self, finding: Finding, prefix: str) -> bool:
        """Whether it suppresses a finding by one of its names."""
        here = any(self.first <= row <= self.last for row in (finding.row, finding.end_row))
        return (here or self.last == 0) and finding.code.startswith(prefix)

    def prefixes(self) -> list[str]:
        """What it names, as prefixes of codes."""
        slugs = {row.slug: row.code for row in known_codes().values()}
        return [slugs.get(name, name) for name in self.names] or [""]


def apply(
    findings: Sequence[Finding], source: Source, active: Collection[str], rules: Collection[str]
) -> tuple[list[Finding], list[Finding]]:
    """What is left of the findings, and what to say of comments that suppress nothing.

    Args:
        findings: All findings of the file, of whatever confidence.
        source: The file.
        active: The codes that were looked for in it.
        rules: The codes that could have been looked for.
    """
    lower = source.code.lower()
    marked = b"seqscore:" in lower or b"noqa" in lower
    if not marked or not re.search(_MARK if findings else _OUR_MARK, source.code):
        return list(findings), []
    comments = _comments(source)
    left = [f for f in findings if not any(c.fits(f, prefix) for c in comments for prefix in c.prefixes())]
    unused = []
    for comment in comments:
        stale = [
            prefix
            for prefix in comment.prefixes()
            if not any(comment.fits(finding, prefix) for finding in findings)
            and all(code in active for code in rules if code.startswith(prefix))
        ]
        if comment.ours and stale:
            unused.append(_unused(comment, stale))
    return left, unused


def ignore_row(source: Source, finding: Finding) -> int:
    """The row at whose end a comment can stand: the finding's, unless a string or ``\\`` goes on there."""
    row = source.rows[finding.row - 1] if finding.row <= len(source.rows) else ""
    if row.rstrip().endswith("\\") or '"""' in row or "'''" in row:
        for first, last in _scan(source)[1]:
            if first <= finding.row <= last:
                return last
    return finding.row


def add(source: Source, findings: Sequence[Finding]) -> str:
    """The text with a comment for each finding; a comment that is there already gets the new codes."""
    wanted: dict[int, set[str]] = {}
    for finding in findings:
        wanted.setdefault(ignore_row(source, finding), set()).add(finding.code)
    pieces = re.split(r"(\r\n|\r|\n)", source.text)
    for row, codes in wanted.items():
        text = pieces[2 * row - 2]
        own = re.search(_OURS, text)
        if own and own["codes"] and not own["file"]:
            merged = ", ".join(dict.fromkeys([*re.split(r"[,\s]+", own["codes"].strip()), *sorted(codes)]))
            pieces[2 * row - 2] = text[: own.start("codes")] + merged + text[own.end("codes") :]
        else:
            pieces[2 * row - 2] = f"{text.rstrip()}  # seqscore: ignore[{', '.join(sorted(codes))}]"
    return "".join(pieces)


def _unused(comment: Comment, stale: Sequence[str]) -> Finding:
    named = ", ".join(name for name in stale if name)
    what = f"{named} is not found here" if named else "nothing is found here"
    message = f"unused suppression: {what}"
    end = comment.column + len(comment.text)
    return Finding(UNUSED.code, message, comment.row, comment.column, comment.row, end, "certain")


def _comments(source: Source) -> list[Comment]:
    out = []
    for row, column, text, first, last in _scan(source)[0]:
        for pattern in (_OURS, _NOQA):
            for found in re.finditer(pattern, text):
                names = tuple(name for name in re.split(r"[,\s]+", found["codes"] or "") if name)
                ours = pattern is _OURS
                if not ours and names:
                    names = tuple(name.upper() for name in names if name.upper() in known_codes())
                    if not names:
                        continue
                span = (0, 0) if ours and found["file"] else (first, last)
                out.append(Comment(row, column + found.start(), found[0], *span, names, ours or bool(names)))
    return out


def _scan(source: Source) -> tuple[list[tuple[int, int, str, int, int]], list[tuple[int, int]]]:
    """Each comment with the rows that it is for, and the first and last row of each statement or header."""
    import tokenize

    rows = iter([row + "\n" for row in source.rows])
    comments: list[tuple[int, int, str, int, int]] = []
    own: list[tuple[int, int, str]] = []
    above: list[tuple[int, int, str]] = []
    trailing: list[tuple[int, int, str]] = []
    statements: list[tuple[int, int]] = []
    start = 0
    quiet = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    try:
        for token in tokenize.generate_tokens(lambda: next(rows, "")):
            if token.type == tokenize.COMMENT:
                place = (token.start[0], token.start[1] + 1, token.string)
                (trailing if source.rows[token.start[0] - 1][: token.start[1]].strip() else own).append(place)
            elif token.type == tokenize.NEWLINE:
                end = token.start[0]
                statements.append((start, end))
                comments += [(*c, start if c[0] == end else c[0], c[0]) for c in trailing]
                comments += [(*c, start, end) for c in above]
                above, trailing, start = [], [], 0
            elif token.type not in quiet:
                if start:
                    comments += [(*c, token.start[0], token.start[0]) for c in own]
                else:
                    above, start = own, token.start[0]
                own = []
    except (tokenize.TokenError, SyntaxError):
        pass
    comments += [(*c, c[0], c[0]) for c in own + trailing]
    return sorted(comments), statements
