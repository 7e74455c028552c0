"""OpenAI-compatible server, does the sampled verdict carry weight?

# bug: top_logprobs[0] is the best alternative, not the sampled token.
"""
from openai import OpenAI

client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")


def sampled_verdict(question, model="judge-7b"):
    """Sample a verdict and return it with its sequence log-probability."""
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question}],
        temperature=1.0,
        max_tokens=12,
        logprobs=True,
        top_logprobs=5,
    )
    choice = r.choices[0]
    lp = sum(item.top_logprobs[0].logprob for item in choice.logprobs.content)  # expect: SEQ211|SEQ204
    return choice.message.content, lp
