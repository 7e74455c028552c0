"""Sequence log-probability of sampled chat answers."""
from openai import OpenAI


class Sampler:
    def __init__(self, model="gpt-4o-mini"):
        self.client = OpenAI()
        self.model = model

    def draw(self, question, n=4):
        r = self.client.chat.completions.create(
            model=self.model, n=n, logprobs=True, temperature=1.0,
            messages=[{"role": "user", "content": question}],
        )
        return [(sum(s.logprob for s in c.logprobs.content), c.message.content) for c in r.choices]

    def best(self, question):
        return max(self.draw(question))[1]
