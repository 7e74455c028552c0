"""Two scorers, one right and one wrong. Run with: pytest examples/test_scorer.py"""

import numpy as np
import pytest
from pytest_seqscore import assert_sequence_logprob

rng = np.random.default_rng(0)
LOGITS = rng.normal(size=(6, 50)).astype("float32")
TOKENS = rng.integers(0, 50, size=6)


def token_logprobs(logits, tokens):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logp[np.arange(len(tokens)), tokens]


def right_scorer(logits, tokens):
    return token_logprobs(logits, tokens).sum()


def wrong_scorer(logits, tokens):
    return token_logprobs(logits, tokens).mean()


@pytest.mark.parametrize("scorer", [right_scorer, wrong_scorer])
def test_sequence_logprob(scorer):
    assert_sequence_logprob(scorer(LOGITS, TOKENS), LOGITS, TOKENS)
