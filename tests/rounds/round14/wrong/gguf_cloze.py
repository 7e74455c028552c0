"""Cloze quiz on a local GGUF checkpoint: choose the ending with the highest log-likelihood.

# bug: the rows of llm.scores are raw logits, and they are added up as if they were log-probabilities.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from llama_cpp import Llama


def load_items(path):
    for line in Path(path).read_text().splitlines():
        if line.strip():
            yield json.loads(line)


def ending_loglik(llm, stem, ending):
    """log p(ending | stem); both arguments are token id lists made by our preprocessing job."""
    llm.reset()
    llm.eval(stem + ending)
    table = np.asarray(llm.scores)[: llm.n_tokens]
    total = 0.0
    for k, tok in enumerate(ending):
        row = table[len(stem) + k - 1]
        total += float(row[tok])  # expect: SEQ101
    return total  # expect-near: SEQ101


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("items")
    args = ap.parse_args()

    llm = Llama(model_path=args.gguf, n_ctx=2048, logits_all=True, verbose=False)
    right = seen = 0
    for item in load_items(args.items):
        lls = [ending_loglik(llm, item["stem_ids"], e) for e in item["ending_ids"]]
        right += int(np.argmax(lls) == item["gold"])
        seen += 1
    print(f"accuracy {right / max(seen, 1):.4f} over {seen} items")


if __name__ == "__main__":
    main()
