"""Assertions: compare with the exact value, and explain what differs.

Every assertion takes ``rtol``, ``atol``, ``dtype`` and ``msg``. With neither tolerance given, the bound is
that of ``tolerances`` for the precision that ``actual`` promises: its dtype, the logits' dtype for a Python
float, or ``dtype=`` where stated. With one given, ``atol + rtol·|expected|`` replaces it. A failure raises
``SeqScoreAssertionError``, whose first line says what is wrong and whose ``diagnosis`` holds the report.
"""

from pytest_seqscore.assertions.distributions import (
    assert_log_softmax,
    assert_normalized,
    assert_shift_invariant,
    assert_softmax,
)
from pytest_seqscore.assertions.losses import assert_cross_entropy, assert_cross_entropy_grad
from pytest_seqscore.assertions.rankings import assert_ranking
from pytest_seqscore.assertions.scores import (
    assert_bits_per_byte,
    assert_mean_logprob,
    assert_perplexity,
    assert_sequence_logprob,
    assert_token_logprobs,
)

__all__ = [
    "assert_bits_per_byte",
    "assert_cross_entropy",
    "assert_cross_entropy_grad",
    "assert_log_softmax",
    "assert_mean_logprob",
    "assert_normalized",
    "assert_perplexity",
    "assert_ranking",
    "assert_sequence_logprob",
    "assert_shift_invariant",
    "assert_softmax",
    "assert_token_logprobs",
]
