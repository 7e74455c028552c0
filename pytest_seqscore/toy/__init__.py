"""Toy models: small, deterministic, exactly solvable and adversarial.

``ToyLM`` and ``serve`` need numpy only; ``hf_model``, ``hf_tokenizer`` and ``lm_eval`` those libraries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_seqscore.toy.harness import lm_eval
    from pytest_seqscore.toy.language_model import ToyLM
    from pytest_seqscore.toy.server import serve
    from pytest_seqscore.toy.tokenizer import ToyTokenizer
    from pytest_seqscore.toy.transformers_model import hf_model, hf_tokenizer

_HOMES = {
    "ToyLM": "language_model",
    "ToyTokenizer": "tokenizer",
    "hf_model": "transformers_model",
    "hf_tokenizer": "transformers_model",
    "lm_eval": "harness",
    "serve": "server",
}

__all__ = ["ToyLM", "ToyTokenizer", "hf_model", "hf_tokenizer", "lm_eval", "serve"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
