"""How each interface calls a scorer, on what, and which wrong answers it recognises. One module a family."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_seqscore.checks.interfaces.base import Interface
    from pytest_seqscore.checks.scorer import Scorer

_HOMES = {
    "logits": ("arrays", "Logits"),
    "batch": ("arrays", "Batch"),
    "labels": ("arrays", "Labels"),
    "text": ("text", "Text"),
    "batch-text": ("text", "BatchText"),
    "rank": ("ranking", "Rank"),
    "perplexity": ("corpus", "Perplexity"),
    "lm-eval": ("harness", "Harness"),
    "completions": ("clients", "Completions"),
    "response": ("clients", "Response"),
}


def open_interface(scorer: Scorer) -> Interface:
    """The interface of a scorer."""
    module, name = _HOMES[scorer.interface]
    interface: Interface = getattr(import_module(f"{__name__}.{module}"), name)(scorer)
    return interface
