"""Rank pre-tokenised answer options with a local GGUF model.

The dataset builder has already written ``stem_ids`` and ``option_ids``.

# bug: the rows of llm.scores are raw logits, and the loop multiplies them as if they were probabilities.
"""
import argparse
import json

import numpy as np
from llama_cpp import Llama


def strength_of(llm, stem, option):
    llm.reset()
    llm.eval(stem + option)
    rows = np.asarray(llm.scores[: llm.n_tokens], dtype=np.float64)
    strength = 1.0
    for k, tok in enumerate(option):
        strength *= rows[len(stem) + k - 1, tok]  # expect: SEQ102
    return strength


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("items")
    ns = ap.parse_args()

    llm = Llama(ns.gguf, n_ctx=4096, logits_all=True, verbose=False)
    hits = n = 0
    with open(ns.items) as fh:
        for line in fh:
            item = json.loads(line)
            table = [strength_of(llm, item["stem_ids"], o) for o in item["option_ids"]]
            hits += int(int(np.argmax(table)) == item["gold"])
            n += 1
    print(f"accuracy {hits / max(n, 1):.4f} over {n} items")


if __name__ == "__main__":
    main()
