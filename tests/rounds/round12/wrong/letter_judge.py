"""Ask a hosted chat model for one letter and rank the options by its first-token log-prob.

# bug: stripped token texts are used as keys, so 'A' and ' A' overwrite each other, and a letter outside the top 20 gets log-prob 0.
"""
from openai import OpenAI

LETTERS = "ABCD"
api = OpenAI()


def build(q, options):
    body = "\n".join(f"{l}. {o}" for l, o in zip(LETTERS, options))
    return f"{q}\n{body}\nReply with a single letter."


def rank_letters(q, options, model="gpt-4o-mini"):
    r = api.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": build(q, options)}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    first = r.choices[0].logprobs.content[0]
    seen = {alt.token.strip(): alt.logprob for alt in first.top_logprobs}  # expect: SEQ212
    pairs = []
    for l in LETTERS[: len(options)]:
        pairs.append((seen.get(l, 0.0), l))  # expect: SEQ213
    return sorted(pairs, reverse=True)


def accuracy(items):
    good = 0
    for it in items:
        _, best = rank_letters(it["question"], it["options"])[0]
        good += best == it["gold"]
    return good / len(items)
