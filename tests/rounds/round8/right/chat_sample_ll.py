"""Log-likelihood of sampled chat completions; duplicates keep their best value."""
from openai import OpenAI

client = OpenAI()


def draw(question, n=10):
    return client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}],
        n=n, temperature=1.0, max_tokens=40, logprobs=True, top_logprobs=3,
    ).choices


def loglik(choice):
    return sum(step.logprob for step in choice.logprobs.content)


def runner_up_gap(choice):
    """Smallest gap between the two best alternatives of a step (a display statistic)."""
    gaps = [s.top_logprobs[0].logprob - s.top_logprobs[1].logprob for s in choice.logprobs.content]
    return min(gaps, default=float("nan"))


def summarise(question):
    out = {}
    for c in draw(question):
        key = c.message.content.strip().casefold()
        ll = loglik(c)
        if key not in out or ll > out[key]:
            out[key] = ll
    return out
