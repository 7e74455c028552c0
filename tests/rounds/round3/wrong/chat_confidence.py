"""Sequence log-probability of a sampled chat answer.

# bug: top_logprobs[0] is the likeliest alternative, not the token that was sampled
"""
from openai import OpenAI

client = OpenAI()


def ask(question: str, model: str = "gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question}],
        temperature=1.0,
        logprobs=True,
        top_logprobs=3,
    )
    choice = r.choices[0]
    total = sum(step.top_logprobs[0].logprob for step in choice.logprobs.content)  # expect: SEQ211|SEQ204
    return choice.message.content, total


if __name__ == "__main__":
    answers = [ask("Name a prime number above 100.") for _ in range(5)]
    print(max(answers, key=lambda a: a[1])[0])
