"""LLM judge: probability of yes against no, pooling spelling variants; undecided when neither shows up."""
import math

from openai import OpenAI

client = OpenAI()


def verdict(prompt, model="gpt-4o-mini"):
    reply = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt + "\nReply with yes or no."}],
        max_tokens=1,
        logprobs=True,
        top_logprobs=20,
    )
    mass = {"yes": 0.0, "no": 0.0}
    for alt in reply.choices[0].logprobs.content[0].top_logprobs:
        word = alt.token.strip().lower()
        if word in mass:
            mass[word] += math.exp(alt.logprob)
    seen = mass["yes"] + mass["no"]
    if seen < 0.5:
        return None
    return mass["yes"] / seen
