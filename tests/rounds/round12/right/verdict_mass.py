"""Two numbers from a single-token verdict: how much probability the judge puts on yes at all, and the
share of yes within yes + no."""
import math
from typing import NamedTuple

from openai import OpenAI


class Mass(NamedTuple):
    yes: float        # lower bound of the model's p(yes): spellings outside the top 20 are not seen
    no: float
    relative: float   # yes / (yes + no), not a model probability


def verdict(client: OpenAI, model: str, question: str) -> Mass:
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question + "\nReply yes or no."}],
        max_tokens=1, logprobs=True, top_logprobs=20,
    )
    tops = r.choices[0].logprobs.content[0].top_logprobs
    sums = {"yes": 0.0, "no": 0.0}
    for alt in tops:
        word = alt.token.strip().lower()
        if word in sums:
            sums[word] += math.exp(alt.logprob)
    both = sums["yes"] + sums["no"]
    return Mass(sums["yes"], sums["no"], sums["yes"] / both if both > 0 else float("nan"))


def main():
    m = verdict(OpenAI(), "gpt-4o-mini", "Is the Rhine longer than the Elbe?")
    print(f"p(yes)={m.yes:.3f} p(no)={m.no:.3f} share={m.relative:.3f}")


if __name__ == "__main__":
    main()
