"""G-Eval: expected rating from the alternatives at the rating position."""
import math


def expected_rating(choice, low=1, high=5):
    """Probability-weighted mean of the ratings among the alternatives, renormalised."""
    position = len(choice.logprobs.content) - 1
    mass = moment = 0.0
    for alt in choice.logprobs.content[position].top_logprobs:
        text = alt.token.strip()
        if text.isdigit() and low <= int(text) <= high:
            p = math.exp(alt.logprob)
            mass += p
            moment += p * int(text)
    if mass < 0.5:
        raise ValueError(f"only {mass:.2f} of the probability is on ratings")
    return moment / mass


def ask(client, prompt):
    r = client.chat.completions.create(model="gpt-4o", temperature=0, logprobs=True, top_logprobs=20,
                                       messages=[{"role": "user", "content": prompt}])
    return expected_rating(r.choices[0])
