"""Fluency of learner sentences through a completions endpoint with echo.

# bug: the None of the unscored first token counts as 0.0 in the mean; the sequence score adds up token probabilities
"""
import math
import os

from openai import OpenAI

api = OpenAI(base_url=os.environ.get("LM_URL", "http://localhost:8000/v1"), api_key="none")


def fetch(sentence, model):
    r = api.completions.create(model=model, prompt=sentence, max_tokens=0, echo=True,
                               logprobs=1, temperature=0)
    return r.choices[0].logprobs.token_logprobs


def fluency(sentence, model):
    """Mean log-prob per scored token."""
    vals = fetch(sentence, model)
    if not vals:
        return float("nan")
    return sum(v if v is not None else 0.0 for v in vals) / len(vals)  # expect: SEQ311


def sentence_score(sentence, model):
    """How probable the model finds the sentence; used to choose between paraphrases."""
    acc = 0.0
    for v in fetch(sentence, model)[1:]:
        acc += math.exp(v)  # expect: SEQ404
    return acc  # expect-near: SEQ404


def choose(paraphrases, model):
    scored = [(sentence_score(p, model), p) for p in paraphrases]
    return max(scored)[1]


def grade(essay, model):
    rows = []
    for s in essay:
        f = fluency(s, model)
        rows.append({"sentence": s, "fluency": f, "flag": f < -6.0})
    return rows
