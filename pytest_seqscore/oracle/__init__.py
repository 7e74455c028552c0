"""The exact pipeline, in float64: what a scorer should have computed.

Log-probabilities are natural unless ``base`` says otherwise. Any array library goes in; Python floats and
float64 numpy arrays come out.
"""

from pytest_seqscore.oracle.loss import cross_entropy, cross_entropy_grad
from pytest_seqscore.oracle.ranking import plackett_luce, rank
from pytest_seqscore.oracle.scoring import (
    SequenceScore,
    bits_per_byte,
    corpus_perplexity,
    mean_logprob,
    perplexity,
    score,
    sequence_logprob,
    token_logprobs,
)
from pytest_seqscore.oracle.search import Candidate, beam_search, exhaustive_search, greedy_search
from pytest_seqscore.oracle.softmax import entropy, kl_divergence, log_softmax, logsumexp, softmax

__all__ = [
    "Candidate",
    "SequenceScore",
    "beam_search",
    "bits_per_byte",
    "corpus_perplexity",
    "cross_entropy",
    "cross_entropy_grad",
    "entropy",
    "exhaustive_search",
    "greedy_search",
    "kl_divergence",
    "log_softmax",
    "logsumexp",
    "mean_logprob",
    "perplexity",
    "plackett_luce",
    "rank",
    "score",
    "sequence_logprob",
    "softmax",
    "token_logprobs",
]
