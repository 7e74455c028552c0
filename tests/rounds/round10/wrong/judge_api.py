"""Pairwise judge on top of the chat completions API.

# bug: alternatives are keyed by their stripped text, so " A" and "A" overwrite each other; and a critique's score adds up its token probabilities.
"""
import math
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
MODEL = "gpt-4o-mini"

RUBRIC = """Two answers to the same question follow. Reply with the single letter of the better one.

Question: {q}

[A] {a}

[B] {b}"""


def verdict(question, first, second):
    """P(first is better), renormalised over the two letters."""
    resp = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": RUBRIC.format(q=question, a=first, b=second)}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    alts = resp.choices[0].logprobs.content[0].top_logprobs
    table = {alt.token.strip(): math.exp(alt.logprob) for alt in alts}  # expect: SEQ212
    pa, pb = table.get("A"), table.get("B")
    if pa is None or pb is None:
        return None
    return pa / (pa + pb)


def debiased(question, x, y):
    fwd, bwd = verdict(question, x, y), verdict(question, y, x)
    if fwd is None or bwd is None:
        return None
    return 0.5 * (fwd + 1.0 - bwd)


def most_likely_critique(question, answer, n=4):
    resp = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": f"Criticise in one sentence.\n\nQ: {question}\nA: {answer}"}],
        n=n,
        temperature=1.0,
        logprobs=True,
    )

    def likelihood(choice):
        return sum(math.exp(piece.logprob) for piece in choice.logprobs.content)  # expect: SEQ404

    return max(resp.choices, key=likelihood).message.content  # expect-near: SEQ404
