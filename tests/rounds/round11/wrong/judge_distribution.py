"""LLM judge: distribution over the grades 1 to 5 from the top log-probs.

# bug: the mapping is keyed by the stripped token text, so " 4" and "4" overwrite each other.
# bug: a grade missing from the top list gets log-prob 0.0, i.e. probability 1.
"""
import math

from openai import OpenAI

client = OpenAI()
RUBRIC = "Rate the summary from 1 (bad) to 5 (excellent). Reply with the number only."


def ask(summary, model="gpt-4o-mini"):
    return client.chat.completions.create(
        model=model,
        messages=[{"role": "system", "content": RUBRIC}, {"role": "user", "content": summary}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )


def expected_grade(resp):
    top = resp.choices[0].logprobs.content[0].top_logprobs
    table = {alt.token.strip(): alt.logprob for alt in top}  # expect: SEQ212
    w = {g: math.exp(table.get(str(g), 0.0)) for g in range(1, 6)}  # expect: SEQ213
    z = sum(w.values())
    return sum(g * v for g, v in w.items()) / z


def grade_all(summaries):
    return [expected_grade(ask(s)) for s in summaries]
