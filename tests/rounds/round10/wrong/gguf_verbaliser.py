"""Zero-shot polarity with a quantised model on a laptop.

Items were tokenised once by build_items.py (jointly, prompt + label word) and
carry the ids of the prompt and of every label word.

# bug: the logits of the pieces of a label word are multiplied as if they were probabilities
"""
import argparse
import json

import numpy as np
from llama_cpp import Llama


def load(path, n_ctx=1024):
    return Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)


def weigh(llm, prompt_ids, word_ids):
    """How plausible the word is after the prompt."""
    llm.reset()
    llm.eval(prompt_ids + word_ids)
    table = np.asarray(llm.scores, dtype=np.float64)
    at = len(prompt_ids) - 1
    w = 1.0
    for k, piece in enumerate(word_ids):
        w *= table[at + k, piece]  # expect: SEQ102
    return w  # expect-near: SEQ102


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("items")
    a = ap.parse_args()
    llm = load(a.model)
    hit = n = 0
    with open(a.items, encoding="utf-8") as fh:
        for row in map(json.loads, fh):
            guess = max(row["labels"], key=lambda name: weigh(llm, row["prompt"], row["labels"][name]))
            hit += guess == row["gold"]
            n += 1
    print(f"{hit}/{n}")


if __name__ == "__main__":
    main()
