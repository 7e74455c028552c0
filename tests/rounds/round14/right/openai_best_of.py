"""Draw n completions, keep the most probable one; rounding is for the log line only."""
import logging

from openai import OpenAI

log = logging.getLogger(__name__)


def draw(client, model, question, n):
    rsp = client.chat.completions.create(
        model=model, n=n, temperature=1.0, logprobs=True, max_tokens=200,
        messages=[{"role": "user", "content": question}])
    return [(c.message.content, sum(t.logprob for t in c.logprobs.content)) for c in rsp.choices]


def most_probable(question, model="gpt-4o-mini", n=8, client=None):
    cands = draw(client or OpenAI(), model, question, n)
    for text, lp in cands:
        log.info("%s  %r", round(lp, 2), text[:40])
    return max(cands, key=lambda c: c[1])[0]
