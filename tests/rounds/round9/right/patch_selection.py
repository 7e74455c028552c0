"""Best-of-N patch selection by the sampler's own sequence log-probability."""
from dataclasses import dataclass

from openai import OpenAI


@dataclass(frozen=True)
class Sample:
    text: str
    token_lps: tuple

    @property
    def total(self):
        return sum(self.token_lps)

    @property
    def average(self):
        return self.total / len(self.token_lps) if self.token_lps else float("-inf")


def draw(client: OpenAI, prompt: str, n: int):
    resp = client.completions.create(model="gpt-3.5-turbo-instruct", prompt=prompt, n=n,
                                     temperature=1.0, max_tokens=400, logprobs=0)
    for choice in resp.choices:
        yield Sample(choice.text, tuple(choice.logprobs.token_logprobs))


def select(client, prompt, n=16, by="average"):
    pool = sorted(draw(client, prompt, n), key=lambda s: getattr(s, by), reverse=True)
    for s in pool[:3]:
        print(round(s.total, 1), round(s.average, 3), s.text[:40].replace("\n", "|"))
    return pool[0]
