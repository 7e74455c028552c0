"""G-Eval: expected rating from the alternatives of the rating token."""
import math

RATINGS = range(1, 6)


def expected_rating(top_logprobs):
    """Probability-weighted rating, renormalised over the five digits; None when no digit was returned."""
    num = den = 0.0
    for alt in top_logprobs:
        text = alt.token.strip()
        if text.isdigit() and int(text) in RATINGS:
            p = math.exp(alt.logprob)
            num += int(text) * p
            den += p
    return num / den if den > 0 else None


def rate(client, model, rubric, output):
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "system", "content": rubric}, {"role": "user", "content": output}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    return expected_rating(r.choices[0].logprobs.content[0].top_logprobs)


def batch(client, model, rubric, outputs):
    ratings = [x for x in (rate(client, model, rubric, o) for o in outputs) if x is not None]
    return round(sum(ratings) / len(ratings), 2) if ratings else None
