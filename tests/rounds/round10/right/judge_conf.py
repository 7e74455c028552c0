"""Probability that the OpenAI judge gives to the verdict it wrote."""
import math

from openai import OpenAI


def verdict(client: OpenAI, question, answer):
    r = client.chat.completions.create(
        model="gpt-4o-mini", logprobs=True, top_logprobs=5, max_tokens=4,
        messages=[{"role": "user", "content": f"Q: {question}\nA: {answer}\ncorrect or incorrect?"}],
    )
    c = r.choices[0]
    lp = sum(item.logprob for item in c.logprobs.content)
    alternatives = [(a.token, a.logprob) for a in c.logprobs.content[0].top_logprobs]
    return {"verdict": c.message.content, "p": math.exp(lp), "alternatives": alternatives}
