"""Worked cases of sequence scoring, as a project would write them. Run: pytest examples/test_worked_cases.py"""

import numpy as np
import pytest

import pytest_seqscore as seqscore
from pytest_seqscore import oracle

# Two continuations of "The cat sat on the", with the log-probability of each token.
CONTINUATIONS = {"warm mat": [-0.9, -1.5], "plush rug": [-1.2, -1.1]}


def test_the_likelier_continuation_has_the_larger_sum():
    """Each single step may mislead: "warm" beats "plush", and yet "plush rug" is likelier than "warm mat"."""
    assert oracle.sequence_logprob(token_logprobs=CONTINUATIONS["warm mat"]) == pytest.approx(-2.4)
    assert oracle.sequence_logprob(token_logprobs=CONTINUATIONS["plush rug"]) == pytest.approx(-2.3)
    seqscore.assert_ranking(["plush rug", "warm mat"], CONTINUATIONS)


def test_a_sentence_scored_from_bos():
    """Given BOS every token of the sentence is scored: -1.5 - 0.9 - 1.2 = -3.6."""
    logprobs = [-1.5, -0.9, -1.2]
    seqscore.assert_sequence_logprob(-3.6, token_logprobs=logprobs)
    seqscore.assert_mean_logprob(-1.2, token_logprobs=logprobs)
    seqscore.assert_perplexity(np.exp(1.2), token_logprobs=logprobs)


def test_softmax_of_three_logits():
    logits = [2.0, 1.0, 0.1]
    seqscore.assert_softmax([0.659, 0.242, 0.099], logits, atol=5e-4)
    seqscore.assert_normalized(oracle.softmax(logits))


def stable_softmax(logits):
    weights = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def naive_softmax(logits):
    weights = np.exp(logits)
    return weights / weights.sum(axis=-1, keepdims=True)


def test_a_constant_added_to_every_logit_changes_nothing():
    seqscore.assert_shift_invariant(stable_softmax, np.array([[2.0, 1.0, 0.1], [0.3, -4.0, 1.5]]))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_logits_of_ten_thousand_overflow_the_naive_softmax():
    logits = np.array([1e4, 1e4 - 1.0, 9990.0])
    seqscore.assert_softmax(stable_softmax(logits), logits)
    with pytest.raises(seqscore.SeqScoreAssertionError, match="^SEQ601 naive-softmax"):
        seqscore.assert_softmax(naive_softmax(logits), logits)


def next_logits(prefix):
    """A model of three tokens: 0 is the likelier start, but only 1 is followed by something sure."""
    after = {(): [0.6, 0.4, 0.0], (0,): [0.4, 0.3, 0.3], (1,): [0.0, 0.0, 1.0]}
    with np.errstate(divide="ignore"):
        return np.log(after.get(prefix, [1.0, 0.0, 0.0]))


def test_greedy_search_misses_the_likeliest_sequence():
    greedy = oracle.greedy_search(next_logits, max_length=2)
    best, *others = oracle.exhaustive_search(next_logits, length=2)
    assert greedy.tokens == (0, 0) and np.exp(greedy.logprob) == pytest.approx(0.24)
    assert best.tokens == (1, 2) and np.exp(best.logprob) == pytest.approx(0.40)
    assert sum(np.exp(sequence.logprob) for sequence in [best, *others]) == pytest.approx(1.0)
    assert oracle.beam_search(next_logits, width=2, max_length=2)[0] == best


# The same two continuations as a model returns them: logits [T, V] and the chosen token ids.
# Its logits for "warm mat" are larger, and so is what they are normalised by.
LOGITS = {
    "warm mat": (np.array([[4.1, 4.5, 3.0], [5.0, 6.0, 4.9]]), np.array([0, 0])),
    "plush rug": (np.array([[1.0, 1.5, 0.5], [0.6, 0.9, 0.1]]), np.array([0, 0])),
}


def prefers(candidates):
    """A report that adds up the logits of the chosen tokens."""
    scores = {name: logits[np.arange(len(ids)), ids].sum() for name, (logits, ids) in candidates.items()}
    return sorted(scores, key=scores.get, reverse=True)


def test_a_report_that_added_raw_logits_prefers_the_wrong_one():
    with pytest.raises(seqscore.SeqScoreAssertionError) as failure:
        seqscore.assert_ranking(prefers(LOGITS), LOGITS)
    assert str(failure.value).startswith("SEQ101 raw-logits: ranked by raw logits")
    assert failure.value.diagnosis.codes == ("SEQ101",)


def test_the_same_report_by_log_probabilities_is_right():
    ranking = [name for name, _ in oracle.rank(LOGITS)]
    assert ranking == ["plush rug", "warm mat"]
    seqscore.assert_ranking(ranking, LOGITS)
