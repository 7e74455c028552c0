"""Confidence of a chat completion.
# bug: the first alternative at each position is taken for the sampled token's log-probability.
"""
from openai import OpenAI

client = OpenAI()


def reply_with_confidence(messages, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model, messages=messages, temperature=1.0, logprobs=True, top_logprobs=5
    )
    choice = r.choices[0]
    lps = []
    for item in choice.logprobs.content:
        lps.append(item.top_logprobs[0].logprob)  # expect: SEQ211
    return choice.message.content, sum(lps)  # expect-near: SEQ211|SEQ204


if __name__ == "__main__":
    text, logp = reply_with_confidence([{"role": "user", "content": "Name a prime above 50."}])
    print(text, logp)
