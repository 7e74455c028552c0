"""LLM-as-a-judge with a yes/no verdict, OpenAI chat completions.

The number we publish, `p_yes`, is the probability that the judge model assigns to answering yes.

# bug: log-probs are stored under the stripped, lower-cased token text, so " yes", "Yes" and "yes" overwrite each other.
# bug: the softmax runs over the returned top-20 entries only, yet its output is published as the model's probability.
"""
import argparse
import json

import numpy as np
from openai import OpenAI
from scipy.special import softmax

TEMPLATE = "Question: {q}\nAnswer: {a}\n\nIs the answer factually correct? Reply with yes or no."


def ask(client, model, q, a):
    return client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": TEMPLATE.format(q=q, a=a)}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )


def p_yes(resp):
    table = {}
    for cand in resp.choices[0].logprobs.content[0].top_logprobs:
        table[cand.token.strip().lower()] = cand.logprob  # expect: SEQ212
    words = list(table)
    mass = softmax(np.array([table[w] for w in words]))  # expect: SEQ108
    return float(mass[words.index("yes")]) if "yes" in table else 0.0  # expect-near: SEQ108


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("infile")
    ap.add_argument("--model", default="gpt-4o-mini")
    ns = ap.parse_args()
    client = OpenAI()
    with open(ns.infile) as fh:
        for line in fh:
            item = json.loads(line)
            resp = ask(client, ns.model, item["question"], item["answer"])
            print(json.dumps({"id": item["id"], "p_yes": p_yes(resp)}))


if __name__ == "__main__":
    main()
