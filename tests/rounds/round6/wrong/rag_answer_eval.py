"""Retrieval QA evaluation: how likely is the gold answer given the retrieved context?

# bug: the answer's summed log-prob is divided by the number of all tokens, prompt included
# bug: the claims' log-probs are multiplied together instead of added
"""
from functools import reduce
from operator import mul
from statistics import fmean

from openai import OpenAI

api = OpenAI(base_url="http://scorer.internal/v1", api_key="none")


def echo(text):
    r = api.completions.create(
        model="mistral-7b", prompt=text, max_tokens=0, echo=True, logprobs=1
    )
    return r.choices[0].logprobs


def answer_quality(context, question, gold):
    head = f"{context}\n\nQ: {question}\nA:"
    lp = echo(f"{head} {gold}")
    first = next(i for i, off in enumerate(lp.text_offset) if off >= len(head))
    answer = lp.token_logprobs[first:]
    return sum(answer) / len(lp.tokens)  # expect: SEQ418


def all_claims_supported(context, claims):
    """log P(every claim is judged 'yes'), the claims taken as independent."""
    each = []
    for c in claims:
        head = f"{context}\n\nClaim: {c}\nSupported (yes/no):"
        lp = echo(head + " yes")
        each.append(sum(v for v, o in zip(lp.token_logprobs, lp.text_offset) if o >= len(head)))
    return reduce(mul, each)  # expect: SEQ407


def report(rows):
    quality = [answer_quality(r["context"], r["question"], r["gold"]) for r in rows]
    support = [all_claims_supported(r["context"], r["claims"]) for r in rows if r["claims"]]
    return {
        "n": len(rows),
        "answer_quality_macro": fmean(quality),
        "claims_logprob": fmean(support) if support else None,
    }
