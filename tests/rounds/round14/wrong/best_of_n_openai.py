"""Best-of-n over chat completions, ordered by the log-prob of the returned text.

# bug: the first alternative of each position is summed although the sampled token may be another one; the scores are rounded to integers before the comparison
"""
from dataclasses import dataclass
from typing import List

from openai import OpenAI

client = OpenAI()


@dataclass
class Candidate:
    text: str
    logp: float


def sample(question: str, n: int = 8, model: str = "gpt-4o-mini") -> List[Candidate]:
    rsp = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question}],
        n=n,
        temperature=1.0,
        max_tokens=256,
        logprobs=True,
        top_logprobs=5,
    )
    out = []
    for ch in rsp.choices:
        total = 0.0
        for piece in ch.logprobs.content:
            total += piece.top_logprobs[0].logprob  # expect: SEQ211
        out.append(Candidate(ch.message.content, total))
    return out


def pick(cands: List[Candidate]) -> Candidate:
    return max(cands, key=lambda c: round(c.logp))  # expect: SEQ504


if __name__ == "__main__":
    print(pick(sample("Name a prime between 90 and 100.")).text)
