"""The command ``seqscore-audit``."""

from __future__ import annotations

import sys


def main() -> int:
    """Say that the audit is not in this version."""
    print("seqscore-audit: the audit of score reports comes in a later version", file=sys.stderr)
    return 2
