"""Rank candidate commit messages from the code model's API.

# bug: each message's score adds up token probabilities, so every further token raises it
"""
from math import exp


class CommitRanker:
    def __init__(self, client, model):
        self.client = client
        self.model = model

    def candidates(self, diff, n=8):
        r = self.client.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": "Write a one-line commit message for the diff."},
                {"role": "user", "content": diff},
            ],
            n=n,
            logprobs=True,
            temperature=1.0,
            max_tokens=40,
        )
        return r.choices

    @staticmethod
    def likelihood(choice):
        s = 0.0
        for t in choice.logprobs.content:
            s += exp(t.logprob)  # expect: SEQ404
        return s  # expect-near: SEQ404

    def best(self, diff):
        pool = [c for c in self.candidates(diff) if c.message.content and c.logprobs]
        pool.sort(key=self.likelihood, reverse=True)
        return pool[0].message.content.strip()
