"""Best-of-n over an OpenAI-compatible server.

# bug: top_logprobs[0] is the most likely alternative and not the sampled token; and the sequence probability, not its logarithm, is divided by the length.
"""
import math
import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["LLM_URL"], api_key=os.environ.get("LLM_KEY", "none"))


def sample(prompt, n, model):
    resp = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": prompt}],
        n=n,
        temperature=1.0,
        logprobs=True,
        top_logprobs=5,
    )
    return [c for c in resp.choices if c.logprobs and c.logprobs.content]


def fitness(choice):
    steps = [tok.top_logprobs[0].logprob for tok in choice.logprobs.content]  # expect: SEQ211
    likelihood = math.exp(sum(steps))
    return likelihood / len(steps)  # expect: SEQ406


def best_of(prompt, n=8, model="default"):
    pool = sample(prompt, n, model)
    if not pool:
        raise RuntimeError("server returned no log-probs")
    return max(pool, key=fitness).message.content
