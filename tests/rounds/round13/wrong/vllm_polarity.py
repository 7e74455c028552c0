"""Polarity classifier: one generated token, read from vLLM's alternatives.

# bug: alternatives are stored under their stripped text, so " good" and "good" overwrite each other
"""
import argparse
import math

from vllm import LLM, SamplingParams

PROMPT = "Text: {}\nIs the mood good or bad? Answer:"


def alternatives(llm, texts, k=20):
    sp = SamplingParams(temperature=0.0, max_tokens=1, logprobs=k)
    for req in llm.generate([PROMPT.format(t) for t in texts], sp):
        yield req.outputs[0].logprobs[0]


def polarity(step):
    """Probability of good against bad; a word outside the alternatives counts as impossible."""
    words = {}
    for alt in step.values():
        words[alt.decoded_token.strip().lower()] = alt.logprob  # expect: SEQ212
    good = words.get("good", -math.inf)
    bad = words.get("bad", -math.inf)
    if good == bad == -math.inf:
        return None
    top = max(good, bad)
    a, b = math.exp(good - top), math.exp(bad - top)
    return a / (a + b)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("texts", nargs="+")
    ns = ap.parse_args()
    llm = LLM(ns.model, max_logprobs=20)
    for text, step in zip(ns.texts, alternatives(llm, ns.texts)):
        print(polarity(step), text, sep="\t")


if __name__ == "__main__":
    main()
