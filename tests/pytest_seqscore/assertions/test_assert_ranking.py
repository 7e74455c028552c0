"""The assertion on rankings."""

import numpy as np
import pytest

import pytest_seqscore as seqscore
from pytest_seqscore import SeqScoreAssertionError, SeqScoreInputError, oracle

CAT = {"warm mat": [-0.9, -1.5], "plush rug": [-1.2, -1.1]}

RNG = np.random.default_rng(2)
MODELS = {
    # name: (scale, offset) of the logits, so that raw logits rank differently from log-probabilities
    name: (RNG.normal(offset, scale, (length, 12)), RNG.integers(0, 12, length))
    for name, scale, offset, length in [
        ("a", 1.0, 3.0, 3),
        ("b", 2.0, 0.0, 4),
        ("c", 0.5, 1.0, 2),
        ("d", 1.5, 2.0, 5),
    ]
}
BEST = [name for name, _ in oracle.rank(MODELS)]


def first_line(*args, **kwargs):
    with pytest.raises(SeqScoreAssertionError) as error:
        seqscore.assert_ranking(*args, **kwargs)
    line = str(error.value).splitlines()[0]
    assert len(line) <= 80
    return line, error.value


def order_by(score):
    return sorted(MODELS, key=lambda name: -score(*MODELS[name]))


def test_right_rankings():
    seqscore.assert_ranking(["plush rug", "warm mat"], CAT)
    seqscore.assert_ranking(np.array(["plush rug", "warm mat"]), CAT)
    seqscore.assert_ranking(["plush rug"], CAT)
    seqscore.assert_ranking("plush rug", CAT)
    seqscore.assert_ranking({"warm mat": -2.4, "plush rug": -2.3}, CAT)
    seqscore.assert_ranking({"warm mat": -1.2, "plush rug": -1.15}, CAT, "token")
    seqscore.assert_ranking({"warm mat": -2.4 / 8, "plush rug": -2.3 / 9}, CAT, normalize="char")
    seqscore.assert_ranking(BEST, MODELS)
    seqscore.assert_ranking(dict(oracle.rank(MODELS, "byte")), MODELS, "byte")
    priors = {"warm mat": -3.0, "plush rug": -1.0}
    seqscore.assert_ranking(["warm mat", "plush rug"], CAT, "unconditional", unconditional=priors)


def test_float32_scores_of_float32_logits():
    models = {name: (x.astype(np.float32), ids) for name, (x, ids) in MODELS.items()}
    scores = {}
    for name, (x, ids) in models.items():
        x = x - x.max(-1, keepdims=True)
        scores[name] = (x - np.log(np.exp(x).sum(-1, keepdims=True)))[np.arange(len(ids)), ids].sum()
    seqscore.assert_ranking(scores, models)


def test_candidates_that_rounding_cannot_tell_apart():
    near = {"a": [-1.0], "b": [-1.0 - 1e-9]}
    seqscore.assert_ranking(["b", "a"], near)
    seqscore.assert_ranking(["warm mat", "plush rug"], CAT, atol=0.2)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_ranking(["b", "a"], near, dtype="float64")


@pytest.mark.parametrize(
    ("code", "score"),
    [
        ("SEQ101", lambda x, ids: x[np.arange(len(ids)), ids].sum()),
        ("SEQ401", lambda x, ids: oracle.mean_logprob(x, ids)),
        ("SEQ501", lambda x, ids: -oracle.sequence_logprob(x, ids)),
        ("SEQ404", lambda x, ids: np.exp(oracle.token_logprobs(x, ids)).sum()),
    ],
)
def test_wrong_rankings_are_named(code, score):
    order = order_by(score)
    assert order != BEST
    line, error = first_line(order, MODELS)
    assert line.startswith("SEQ") and code in [match.codes[0] for match in error.diagnosis.matches]
    assert all(name in str(error) for name in MODELS)


def test_raw_logits_first():
    line, error = first_line(order_by(lambda x, ids: x[np.arange(len(ids)), ids].sum()), MODELS)
    assert line == "SEQ101 raw-logits: ranked by raw logits, not summed log-probs"
    assert error.diagnosis.codes == ("SEQ101",)


def test_units():
    line, _ = first_line([name for name, _ in oracle.rank(MODELS)], MODELS, "token")
    assert line.startswith("SEQ419 sum-for-mean: ranked by summed log-probs, not mean log-probs")
    texts = {"x": "a", "y": "a long text"}
    candidates = {"x": [-1.0], "y": [-2.0, -0.5]}
    line, _ = first_line(["x", "y"], candidates, "char", texts=texts)
    assert line.startswith("SEQ4") and line.endswith("not log-probs per character")


def test_scores_that_include_the_prompt():
    completions = {
        name: {"logits": x, "tokens": ids, "prompt_length": 1} for name, (x, ids) in MODELS.items()
    }
    with_prompt = order_by(oracle.sequence_logprob)
    assert with_prompt != [name for name, _ in oracle.rank(completions)]
    _, error = first_line(with_prompt, completions)
    assert "SEQ301" in [match.codes[0] for match in error.diagnosis.matches]


def test_right_order_of_wrong_scores():
    scores = {name: oracle.mean_logprob(x, ids) - 50.0 for name, (x, ids) in MODELS.items()}
    scores = dict(zip(BEST, sorted(scores.values(), reverse=True), strict=True))
    line, error = first_line(scores, MODELS)
    assert line.startswith(f"got {scores[BEST[0]]:.6g} for ") and error.diagnosis.codes == ()


def test_scores_that_are_raw_logits():
    scores = {name: x[np.arange(len(ids)), ids].sum() for name, (x, ids) in MODELS.items()}
    line, _ = first_line(scores, MODELS)
    assert line.startswith("SEQ101 raw-logits")


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (
            ["warm mat", "rug"],
            "actual: found the name 'rug', expected names of candidates: 'warm mat', 'plush rug'",
        ),
        (["warm mat", "warm mat"], "actual: found a name twice"),
        ([], "actual: found no name"),
        (None, "actual: found no name"),
        ({"warm mat": -2.4}, "actual: found no score of 'plush rug'"),
    ],
)
def test_bad_names(actual, message):
    with pytest.raises(SeqScoreInputError, match=message):
        seqscore.assert_ranking(actual, CAT)


def test_scores_that_are_no_numbers():
    with pytest.raises(SeqScoreAssertionError, match="got None, expected numbers"):
        seqscore.assert_ranking({"warm mat": None, "plush rug": -2.3}, CAT)
    with pytest.raises(SeqScoreAssertionError, match="expected one number"):
        seqscore.assert_ranking({"warm mat": [-0.9, -1.5], "plush rug": -2.3}, CAT)
    with pytest.raises(SeqScoreAssertionError):
        seqscore.assert_ranking({"warm mat": float("nan"), "plush rug": -2.3}, CAT)
