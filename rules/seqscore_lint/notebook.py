"""Jupyter notebooks: their code cells as one Python text, and back."""

from __future__ import annotations

import ast
import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import Any

from seqscore_lint.source import Source, Unreadable, split_rows

_BETWEEN = "\n# seqscore-lint: next cell\n"
_MASK = r"(?:(?<=[ \t])pass  |^)# ipython: "
_SYNTAX = re.compile(r"^(\s*)(?=[%!?]\S|[\w.\[\], ]+=\s*[%!]\w|[\w.]+\?\??\s*$)")
_PYTHON_CELL = re.compile(r"%%(?:time|timeit|capture|prun|python3?\b(?!\d))")


class Notebook(Source):
    """A notebook. Magics, shell lines and other languages become comments."""

    def __init__(self, path: str, raw: bytes) -> None:
        super().__init__(path, raw)
        try:
            self.document: dict[str, Any] = json.loads(raw)
            cells = self.document["cells"]
            self.cells: list[tuple[int, str]] = [
                (number, _text(cell["source"]))
                for number, cell in enumerate(cells, 1)
                if cell["cell_type"] == "code"
            ]
            kernel = self.document.get("metadata", {}).get("kernelspec", {})
            self._language: str = kernel.get("language", "python").lower()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            message = f"not a notebook: found {type(error).__name__} ({error}), expected nbformat 4 JSON"
            raise Unreadable("invalid-notebook", " ".join(message.split())) from error

    @cached_property
    def _starts(self) -> list[int]:
        """The row at which each code cell starts."""
        starts, row = [], 1
        for _, text in self.cells:
            starts.append(row)
            row += len(split_rows(text)) + 1
        return starts

    @cached_property
    def text(self) -> str:
        """All code cells, with a comment between them; nothing where the kernel's language is not Python."""
        if self._language != "python":
            return ""
        return _BETWEEN.join(_mask(text) for _, text in self.cells)

    @property
    def code(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode("utf-8", "surrogatepass")

    def place(self, row: int) -> tuple[int | None, int]:
        """The cell (counted from 1 over all cells) and the row in it."""
        index = max(0, bisect_right(self._starts, row) - 1)
        return self.cells[index][0], row - self._starts[index] + 1

    def frame(self, row: int, end_row: int, context: int) -> tuple[int, list[str]]:
        """Rows with their neighbours in the same cell."""
        index = max(0, bisect_right(self._starts, row) - 1)
        start = self._starts[index]
        rows = split_rows(self.cells[index][1])
        first = max(start, row - context)
        return first, rows[first - start : end_row - start + 1 + context]

    def encode(self, text: str) -> bytes:
        """The notebook with its code cells replaced, in the layout that it had."""
        for (number, before), masked in zip(self.cells, text.split(_BETWEEN), strict=True):
            after = re.sub(_MASK, "", masked, flags=re.MULTILINE)
            if after != before:
                cell = self.document["cells"][number - 1]
                cell["source"] = after if isinstance(cell["source"], str) else after.splitlines(keepends=True)
        indent = re.match(rb"\{\r?\n([ \t]*)", self.raw)
        escaped = self.raw.isascii() and b"\\u" in self.raw
        out = json.dumps(self.document, ensure_ascii=escaped, indent=indent and indent[1].decode())
        return (out + ("\n" if self.raw.endswith(b"\n") else "")).encode()


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _mask(cell: str) -> str:
    """A cell's rows as Python, each where it was; a cell that is Python already stays as it is."""
    try:
        ast.parse(cell)
        return cell
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        rows = split_rows(cell)
        if cell.startswith("%%") and not _PYTHON_CELL.match(cell):
            return "\n".join("# ipython: " + row for row in rows)
        return "\n".join(_SYNTAX.sub(lambda found: found[1] + _masked(found[1]), row) for row in rows)


def _masked(indent: str) -> str:
    """A comment does not come between imports, but a block needs a statement."""
    return "pass  # ipython: " if indent else "# ipython: "
