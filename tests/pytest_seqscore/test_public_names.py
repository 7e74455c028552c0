"""What ``pytest_seqscore`` exports, and what importing it costs."""

import subprocess
import sys

import pytest

import pytest_seqscore

NAMES = """
SeqScoreInputError SeqScoreAssertionError tolerance diagnose
assert_sequence_logprob assert_token_logprobs assert_mean_logprob assert_perplexity assert_bits_per_byte
assert_softmax assert_log_softmax assert_normalized assert_shift_invariant
assert_cross_entropy assert_cross_entropy_grad assert_ranking
DiagnosisReport Match Scorer CheckReport CheckResult check_scorer parametrize_with_checks
"""


@pytest.mark.parametrize("name", NAMES.split())
def test_exports_are_there(name):
    assert callable(getattr(pytest_seqscore, name))
    assert name in pytest_seqscore.__all__ and name in dir(pytest_seqscore)


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="has no attribute 'assert_everything'"):
        _ = pytest_seqscore.assert_everything


def test_the_function_tolerance_is_not_hidden_by_its_module():
    import pytest_seqscore.tolerances

    assert callable(pytest_seqscore.tolerance)


def run(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()


def test_importing_costs_nothing():
    heavy = run(
        "import sys; before = set(sys.modules); import pytest_seqscore\n"
        "print(*(name for name in ('numpy', 'libcst', 'pytest', 'seqscore_lint') if name in sys.modules))"
    )
    assert heavy == []


def test_oracles_do_not_load_the_diagnosis():
    loaded = run(
        "import sys; from pytest_seqscore import oracle, assert_sequence_logprob\n"
        "assert_sequence_logprob(oracle.sequence_logprob([[0.0, 1.0]], [1]), [[0.0, 1.0]], [1])\n"
        "heavy = ('pytest_seqscore.diagnosis', 'seqscore_lint', 'libcst')\n"
        "print(*(name for name in sys.modules if name.startswith(heavy)))"
    )
    assert loaded == []
