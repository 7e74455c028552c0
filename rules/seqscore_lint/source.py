"""A file as the analysis sees it: bytes, text, rows, and where a row lies for the reader.

Rows are Python's: they end at ``\\n``, ``\\r\\n`` or ``\\r`` and at nothing else.
"""

from __future__ import annotations

import re
from functools import cached_property

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file that cannot be analysed; ``kind`` is a name like ``invalid-syntax``."""

    def __init__(self, kind: str, message: str, row: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.row = row
        self.column = column


class Source:
    """A Python file."""

    def __init__(self, path: str, raw: bytes) -> None:
        self.path = path
        self.raw = raw

    @property
    def code(self) -> bytes:
        """What is analysed."""
        return self.raw

    @cached_property
    def text(self) -> str:
        """The code, decoded as Python decodes it: byte order mark, coding cookie, else UTF-8.

        Raises:
            Unreadable: It is binary, or not in the encoding that it claims.
        """
        code = self.code
        if b"\0" in code:
            raise Unreadable("invalid-encoding", "binary file: it has a null byte, expected Python source")
        encoding = self.encoding
        try:
            text = code.removeprefix(_BOM).decode(encoding)
            if encoding != "utf-8":
                text.encode()  # some encodings have half characters, which no parser takes
            return text
        except UnicodeDecodeError as error:
            before = code[: error.start]
            found = f"byte 0x{code[error.start]:02x}"
            row = len(split_rows(before.decode("latin-1")))
            message = f"found {found} that is not {encoding.upper()}, expected UTF-8 or a coding cookie"
            raise Unreadable("invalid-encoding", message, row) from error
        except UnicodeError as error:
            message = f"found what is no text in {encoding.upper()}, expected UTF-8 or a coding cookie"
            raise Unreadable("invalid-encoding", message) from error
        except LookupError as error:
            raise Unreadable(
                "invalid-encoding", f"unknown encoding {encoding!r} in the coding cookie"
            ) from error

    @property
    def encoding(self) -> str:
        """The encoding that the first two lines name (PEP 263), UTF-8 where they name none."""
        if not self.code.startswith(_BOM):
            for line in self.code.split(b"\n", 2)[:2]:
                if cookie := _COOKIE.match(line):
                    return cookie[1].decode("ascii", "replace")
                if line.strip() and not line.lstrip().startswith(b"#"):
                    break
        return "utf-8"

    @cached_property
    def rows(self) -> list[str]:
        """The text, row by row, without line endings."""
        return split_rows(self.text)

    def place(self, row: int) -> tuple[int | None, int]:
        """The notebook cell (None outside notebooks) and the row in it, for a row of the text."""
        return None, row

    def frame(self, row: int, end_row: int, context: int) -> tuple[int, list[str]]:
        """Rows with their neighbours from the same cell: the first one's number and the texts."""
        first = max(1, row - context)
        return first, self.rows[first - 1 : end_row + context]

    def encode(self, text: str) -> bytes:
        """The file's content with its text replaced.

        Raises:
            UnicodeEncodeError: The text has characters that the file's encoding lacks.
        """
        return (_BOM if self.raw.startswith(_BOM) else b"") + text.encode(self.encoding)

    def check_syntax(self) -> None:
        """Parse the text and keep nothing: the parser's part of ``ast.parse``, at 1.4 times its speed.

        The compiler stops at the unknown feature in front, after the parser has accepted the whole file and
        before anything is made of it.

        Raises:
            Unreadable: The text does not parse.
        """
        try:
            compile(f"from __future__ import _\n{self.text}", self.path, "exec", dont_inherit=True)
        except SyntaxError as error:
            if error.lineno != 1:
                raise syntax_error(error, offset=1) from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise Unreadable(
                "invalid-syntax", str(error) or "nested too deeply for Python's parser"
            ) from error


def open_source(path: str, raw: bytes) -> Source:
    """A file by its suffix.

    Raises:
        Unreadable: A notebook that is no notebook.
    """
    if path.endswith(".ipynb"):
        from seqscore_lint.notebook import Notebook

        return Notebook(path, raw)
    return Source(path, raw)


def digest_of(raw: bytes) -> str:
    """What stands for a content: equal contents have equal ones."""
    from hashlib import sha256  # dear to import, and most runs are too short for a cache

    return sha256(raw).hexdigest()[:32]


def split_rows(text: str) -> list[str]:
    """The rows of a text, as Python counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def syntax_error(error: SyntaxError, offset: int = 0) -> Unreadable:
    """Python's own words about source that does not parse, with the grammar that was tried."""
    import sys

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    row = max(1, (error.lineno or 1) - offset)
    message = f"{error.msg} (parsed as Python {version})"
    return Unreadable("invalid-syntax", message, row, max(1, error.offset or 1))
