"""Minimal-pair scoring against a hosted completions endpoint.

# bug: for every position the first key of the alternatives is taken, not the token of the sentence
"""
import os

from openai import OpenAI

client = OpenAI(base_url=os.environ.get("LM_URL"), api_key=os.environ.get("LM_KEY", "none"))
ENGINE = os.environ.get("LM_NAME", "davinci-002")


def fetch(text):
    r = client.completions.create(
        model=ENGINE, prompt=text, max_tokens=0, echo=True, logprobs=5, temperature=0
    )
    return r.choices[0].logprobs


def sentence_lp(text):
    info = fetch(text)
    s = 0.0
    for alts in info.top_logprobs[1:]:
        s += list(alts.values())[0]  # expect: SEQ211
    return s


def prefers(good, bad):
    return sentence_lp(good) > sentence_lp(bad)


def run(pairs):
    hits = [prefers(g, b) for g, b in pairs]
    return sum(hits) / len(hits), hits


if __name__ == "__main__":
    demo = [
        ("The keys to the cabinet are on the table.", "The keys to the cabinet is on the table."),
        ("No author that the critics liked has ever won.", "The author that no critics liked has ever won."),
    ]
    print(run(demo))
