"""For people: what is wrong, the source it is in, how the value got there, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator

from seqscore_lint.finding import Finding
from seqscore_lint.report import Item, Report, shown
from seqscore_lint.source import Source

_WIDTH = 160
_CONTEXT = 2
_TALL = 8
_COLOURS = {"bold": "1", "code": "1;31", "place": "36", "frame": "1;34", "note": "1;36", "sure": "2"}


def render(report: Report, *, full: bool, colour: bool) -> str:
    """All findings, then how many they are."""

    def paint(text: str, style: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if colour and text else text

    out = []
    for item in report.items:
        star = "[*] " if _fixable(item, report.unsafe) else ""
        code = paint(item.code or item.name, "code")
        if not full:
            cell = f"cell {item.cell}:" if item.cell else ""
            place = f"{paint(item.shown, 'bold')}:{cell}{item.row}:{item.column}"
            out.append(
                f"{place}: {code} {star}{item.message}" if item.code else f"{place}: {code}: {item.message}"
            )
            continue
        sure = "" if item.code is None else paint(f" ({item.confidence})", "sure")
        out.append(
            f"{code} {paint(item.name, 'bold')} {star}{item.message}{sure}"
            if item.code
            else f"{code}: {item.message}"
        )
        gutter = len(str(item.end_row + _CONTEXT))
        out.append(f"{' ' * gutter}{paint('-->', 'frame')} {paint(item.where, 'place')}")
        if item.source and item.finding:
            for number, line, marked in _frame(item.source, item.finding, item.row - item.finding.row):
                head = paint(f"{number or '':>{gutter}} |", "frame")
                out.append(f"{head} {paint(line, 'code') if marked else line}".rstrip())
        for step in item.steps:
            place = f"{shown(step.path)}:{step.row}" if step.path else f"row {step.row}"
            out.append(f"{' ' * gutter} {paint('=', 'frame')} {paint(place, 'note')}: {step.what}")
        if item.fix:
            out.append(
                f"{paint('help', 'note')}: {item.fix.message}{' (unsafe fix)' if _is_unsafe(item) else ''}"
            )
        out.append("")
    return "".join(f"{line}\n" for line in (*out, *_summary(report)))


def _fixable(item: Item, unsafe: bool) -> bool:
    return item.fix is not None and (unsafe or not _is_unsafe(item))


def _is_unsafe(item: Item) -> bool:
    return item.fix is not None and item.fix.applicability == "unsafe"


def _summary(report: Report) -> Iterator[str]:
    files = _count(report.files, "file")
    if report.mended:
        yield f"Fixed {_count(report.mended, 'finding')}."
    if not report.items:
        yield f"{'Nothing else' if report.mended else 'Nothing'} found in {files}."
        return
    places = len({item.path for item in report.items})
    yield f"Found {_count(len(report.items), 'problem')} in {places} of {files}."
    safe = sum(_fixable(item, report.unsafe) for item in report.items)
    more = sum(_is_unsafe(item) for item in report.items) if not report.unsafe else 0
    if safe or more:
        unsafe = " --unsafe-fixes" if report.unsafe else ""
        text = [f"[*] {safe} of a kind that `--fix{unsafe}` can mend"] if safe else []
        text += [f"{more} {'more ' if safe else ''}with `--fix --unsafe-fixes`"] if more else []
        yield f"{', '.join(text)}; `--diff` shows how."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _frame(source: Source, finding: Finding, offset: int) -> Iterator[tuple[int | None, str, bool]]:
    """Rows with their numbers, shifted by ``offset``, each flagged row followed by its underline."""
    first, rows = source.frame(finding.row, finding.end_row, _CONTEXT)
    while rows and not rows[-1].strip():
        rows.pop()
    yield None, "", False
    left = max(0, finding.column - _WIDTH // 2) if max(map(len, rows), default=0) > _WIDTH else 0
    for number, row in enumerate(rows, first):
        inside = finding.row <= number <= finding.end_row
        if inside and _TALL // 2 <= number - finding.row < finding.end_row - finding.row - _TALL // 2 + 1:
            if number - finding.row == _TALL // 2:
                yield None, "...", False
            continue
        yield number + offset, _plain(row[left : left + _WIDTH]), False
        if inside:
            start = finding.column - 1 if number == finding.row else len(row) - len(row.lstrip())
            end = finding.end_column - 1 if number == finding.end_row else len(row.rstrip())
            before, flagged = row[left:start], row[max(left, start) : min(end, left + _WIDTH)]
            yield None, " " * _columns(_plain(before)) + "^" * max(1, _columns(_plain(flagged))), True
    yield None, "", False


def _plain(text: str) -> str:
    """The text without what moves the cursor."""
    text = text.replace("\t", "    ")
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    )


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)
