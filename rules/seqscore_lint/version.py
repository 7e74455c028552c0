"""Which release this is."""

from __future__ import annotations


def version() -> str:
    """The installed distribution's version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("pytest-seqscore")
    except PackageNotFoundError:
        return "0"
