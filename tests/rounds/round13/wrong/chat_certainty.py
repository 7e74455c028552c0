"""Certainty features taken from chat completions, for the hallucination dashboard.

# bug: the answer's log-probability adds up the best alternative of each position, not the token that was sampled
# bug: a verdict word that is not among the alternatives gets log-probability 0.0, i.e. certainty
"""
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ.get("OPENAI_API_KEY"))


def fetch(messages, *, limit, temperature):
    reply = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=messages,
        max_tokens=limit,
        temperature=temperature,
        logprobs=True,
        top_logprobs=5,
    )
    return reply.choices[0]


def sampled_answer(question):
    choice = fetch([{"role": "user", "content": question}], limit=200, temperature=1.0)
    steps = choice.logprobs.content
    total = 0.0
    for step in steps:
        total += step.top_logprobs[0].logprob  # expect: SEQ211
    return {"text": choice.message.content, "answer_logprob": total, "n": len(steps)}


def verdict(question, answer):
    ask = f"Question: {question}\nAnswer: {answer}\nIs this true? Reply True or False."
    choice = fetch([{"role": "user", "content": ask}], limit=1, temperature=0)
    alts = choice.logprobs.content[0].top_logprobs

    def lp(word):
        return next((a.logprob for a in alts if a.token == word), 0.0)  # expect: SEQ213

    return lp("True") - lp("False")


if __name__ == "__main__":
    row = sampled_answer("Who wrote the libretto of Fidelio?")
    row["truth_margin"] = verdict("Who wrote the libretto of Fidelio?", row["text"])
    print(row)
