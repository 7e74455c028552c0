"""G-Eval: expectation of a 1..5 rating from the alternatives at the rating token."""
import numpy as np


def expected_rating(content, low=1, high=5):
    """content: chat logprobs content; the reply is a single digit, so position 0 is the rating."""
    mass = {}
    for alt in content[0].top_logprobs:
        t = alt.token.strip()
        if t.isdigit() and low <= int(t) <= high:
            mass[int(t)] = mass.get(int(t), 0.0) + np.exp(alt.logprob)
    z = sum(mass.values())
    if z < 0.5:
        raise ValueError(f"only {z:.2f} of the probability is on ratings")
    return sum(k * v for k, v in mass.items()) / z


def reply_logprob(content):
    return sum(c.logprob for c in content)


def position_debiased(p_ab, p_ba):
    """P(first wins), averaged over both presentation orders."""
    return np.mean([p_ab, 1.0 - p_ba])


def rate(client, model, prompt):
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}],
        max_tokens=1, temperature=0, logprobs=True, top_logprobs=20)
    c = r.choices[0].logprobs.content
    return expected_rating(c), reply_logprob(c)
