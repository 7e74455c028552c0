"""Compare candidates scored by different back ends.
# bug: candidates scored with a mean and with a sum end up in one ranking.
"""
from openai import OpenAI


def local_score(lps):
    return sum(lps) / max(len(lps), 1)


def remote_score(client: OpenAI, model, text):
    r = client.completions.create(model=model, prompt=text, max_tokens=0, echo=True, logprobs=0)
    return sum(r.choices[0].logprobs.token_logprobs[1:])


def rank(client, model, local, remote):
    table = {}
    for text, lps in local:
        table[text] = local_score(lps)
    for text in remote:
        table[text] = remote_score(client, model, text)  # expect-near: SEQ503
    return sorted(table, key=table.get, reverse=True)  # expect: SEQ503
