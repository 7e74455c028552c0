"""Confidence of an OpenAI judge in the verdict it wrote.

# bug: the first of the alternatives is taken for the token that was written, which sampling may have chosen otherwise.
"""
import math
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ.get("OPENAI_API_KEY", ""))

SYSTEM = "You grade answers. Reply with one word: correct or incorrect."


def judge(question, answer, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        temperature=1.0,
        logprobs=True,
        top_logprobs=5,
        max_tokens=4,
        messages=[
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"Q: {question}\nA: {answer}"},
        ],
    )
    choice = r.choices[0]
    lp = 0.0
    for item in choice.logprobs.content:
        lp += item.top_logprobs[0].logprob  # expect: SEQ211
    return {"verdict": choice.message.content.strip().lower(), "verdict_logprob": lp, "verdict_prob": math.exp(lp)}
