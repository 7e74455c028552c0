"""G-Eval style judge: expected rating from the alternatives at the rating position, and the reply's log-prob."""
import math

from openai import OpenAI

client = OpenAI()


def rate(text, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": f"Rate the fluency of the text from 1 to 5. Reply with the digit.\n\n{text}"}],
        temperature=0,
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
    )
    return r.choices[0].logprobs.content


def expected_rating(content):
    """Mean rating over the digits that appear among the alternatives; None if none does."""
    num = den = 0.0
    for alt in content[0].top_logprobs:
        if alt.token.strip() in {"1", "2", "3", "4", "5"}:
            p = math.exp(alt.logprob)
            num += p * int(alt.token)
            den += p
    return num / den if den > 0 else None


def coverage(content):
    """Probability mass that the listed alternatives hold."""
    return sum(math.exp(a.logprob) for a in content[0].top_logprobs)


def reply_logprob(content):
    return sum(c.logprob for c in content)


def agreed_with_top(content):
    return all(c.token == c.top_logprobs[0].token for c in content)
