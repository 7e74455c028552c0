"""Zero-shot polarity with a quantised model: sum of log-probabilities per word.

Ids come from build_items.py, which encodes prompt and word together.
"""
import json
import sys

import numpy as np
from llama_cpp import Llama


def log_normalise(rows):
    shifted = rows - rows.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def loglik(lm, context, word):
    lm.reset()
    lm.eval(context + word)
    first = len(context) - 1
    rows = np.asarray(lm.scores, dtype=np.float64)[first:first + len(word)]
    return log_normalise(rows)[np.arange(len(word)), word].sum()


def main(model, items):
    lm = Llama(model_path=model, n_ctx=1024, logits_all=True, verbose=False)
    outcome = []
    for line in open(items, encoding="utf-8"):
        it = json.loads(line)
        best = max(it["labels"].items(), key=lambda kv: loglik(lm, it["prompt"], kv[1]))[0]
        outcome.append(best == it["gold"])
    print(sum(outcome), "of", len(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:3])
