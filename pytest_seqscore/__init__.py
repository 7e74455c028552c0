"""Tests for code that scores language-model output: exact oracles, assertions that name the bug, checks.

Public names are loaded on first use (PEP 562), so importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_seqscore import adapters as adapters
    from pytest_seqscore import audit as audit
    from pytest_seqscore import oracle as oracle
    from pytest_seqscore import toy as toy
    from pytest_seqscore.assertions import assert_bits_per_byte as assert_bits_per_byte
    from pytest_seqscore.assertions import assert_cross_entropy as assert_cross_entropy
    from pytest_seqscore.assertions import assert_cross_entropy_grad as assert_cross_entropy_grad
    from pytest_seqscore.assertions import assert_log_softmax as assert_log_softmax
    from pytest_seqscore.assertions import assert_mean_logprob as assert_mean_logprob
    from pytest_seqscore.assertions import assert_normalized as assert_normalized
    from pytest_seqscore.assertions import assert_perplexity as assert_perplexity
    from pytest_seqscore.assertions import assert_ranking as assert_ranking
    from pytest_seqscore.assertions import assert_sequence_logprob as assert_sequence_logprob
    from pytest_seqscore.assertions import assert_shift_invariant as assert_shift_invariant
    from pytest_seqscore.assertions import assert_softmax as assert_softmax
    from pytest_seqscore.assertions import assert_token_logprobs as assert_token_logprobs
    from pytest_seqscore.checks import CheckReport as CheckReport
    from pytest_seqscore.checks import CheckResult as CheckResult
    from pytest_seqscore.checks import Scorer as Scorer
    from pytest_seqscore.checks import check_scorer as check_scorer
    from pytest_seqscore.checks import parametrize_with_checks as parametrize_with_checks
    from pytest_seqscore.diagnosis import DiagnosisReport as DiagnosisReport
    from pytest_seqscore.diagnosis import Match as Match
    from pytest_seqscore.diagnosis import diagnose as diagnose
    from pytest_seqscore.errors import SeqScoreAssertionError as SeqScoreAssertionError
    from pytest_seqscore.errors import SeqScoreInputError as SeqScoreInputError
    from pytest_seqscore.tolerances import tolerance as tolerance

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
    "DiagnosisReport": "diagnosis",
    "Match": "diagnosis",
    "diagnose": "diagnosis",
    "CheckReport": "checks",
    "CheckResult": "checks",
    "Scorer": "checks",
    "check_scorer": "checks",
    "parametrize_with_checks": "checks",
    "adapters": "",
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
