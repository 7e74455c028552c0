"""How sure was the chat model? Scores kept next to each reply.

# bug: the first alternative of every position is taken for the token that was sampled.
# bug: reply_probability() adds the probabilities of the tokens.
"""
import math
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ.get("OPENAI_API_KEY", "-"))


def ask(messages, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        messages=messages,
        temperature=1.0,
        logprobs=True,
        top_logprobs=5,
    )
    return r.choices[0]


def reply_logprob(choice):
    total = 0.0
    for step in choice.logprobs.content:
        total += step.top_logprobs[0].logprob  # expect: SEQ211
    return total


def reply_probability(choice):
    """Probability the model gave to its whole reply."""
    return sum(math.exp(step.logprob) for step in choice.logprobs.content)  # expect: SEQ404


def annotate(rows):
    for row in rows:
        c = ask([{"role": "user", "content": row["question"]}])
        yield {
            **row,
            "reply": c.message.content,
            "logprob": reply_logprob(c),
            "p": reply_probability(c),
        }
