"""Log-probability of a chat completion: the sampled token's entry at every position."""
from openai import OpenAI

client = OpenAI()


def reply(messages, model="gpt-4o-mini"):
    r = client.chat.completions.create(model=model, messages=messages, logprobs=True, top_logprobs=5)
    c = r.choices[0]
    total = sum(item.logprob for item in c.logprobs.content)
    runner_up = [item.top_logprobs[1].token for item in c.logprobs.content if len(item.top_logprobs) > 1]
    return c.message.content, total, runner_up
