"""Tests for code that scores language-model output: exact oracles, assertions that name the bug, checks.

Public names are loaded on first use (PEP 562), so importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_seqscore.errors import SeqScoreAssertionError as SeqScoreAssertionError
    from pytest_seqscore.errors import SeqScoreInputError as SeqScoreInputError

# Public name -> module that defines it. A module that is public itself maps to "".
_EXPORTS = {
    "SeqScoreAssertionError": "errors",
    "SeqScoreInputError": "errors",
    "tolerance": "tolerances",
    "assert_bits_per_byte": "assertions",
    "assert_cross_entropy": "assertions",
    "assert_cross_entropy_grad": "assertions",
    "assert_log_softmax": "assertions",
    "assert_mean_logprob": "assertions",
    "assert_normalized": "assertions",
    "assert_perplexity": "assertions",
    "assert_ranking": "assertions",
    "assert_sequence_logprob": "assertions",
    "assert_shift_invariant": "assertions",
    "assert_softmax": "assertions",
    "assert_token_logprobs": "assertions",
    "diagnose": "diagnosis",
    "CheckReport": "checks",
    "CheckResult": "checks",
    "Scorer": "checks",
    "check_scorer": "checks",
    "parametrize_with_checks": "checks",
    "audit": "",
    "oracle": "",
    "toy": "",
}

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    try:
        home = _EXPORTS[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    module = import_module(f"{__name__}.{home or name}")
    value = globals()[name] = getattr(module, name) if home else module
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
