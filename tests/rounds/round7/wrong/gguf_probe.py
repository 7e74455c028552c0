"""Ask a local GGUF model closed questions and store how likely each reply word is.

# bug: exp() of one logit is returned as the word's probability, without dividing by the sum over the vocabulary
"""
import argparse
import csv
import sys

import numpy as np
from llama_cpp import Llama


class Probe:
    def __init__(self, path, n_ctx=2048):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def last_row(self, prompt):
        ids = self.llm.tokenize(prompt.encode("utf-8"))
        self.llm.reset()
        self.llm.eval(ids)
        return np.array(self.llm.scores[len(ids) - 1], dtype=np.float64)

    def word_probability(self, prompt, word):
        """P(word | prompt) for a word that is a single token."""
        ids = self.llm.tokenize(word.encode("utf-8"), add_bos=False)
        if len(ids) != 1:
            raise ValueError(f"{word!r} is not a single token")
        row = self.last_row(prompt)
        return float(np.exp(row[ids[0]]))  # expect: SEQ103


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("questions")
    ap.add_argument("--word", default="Yes")
    args = ap.parse_args()
    probe = Probe(args.gguf)
    out = csv.writer(sys.stdout)
    with open(args.questions, encoding="utf-8") as fh:
        for line in fh:
            q = line.rstrip("\n")
            out.writerow([q, f"{probe.word_probability(q, args.word):.6g}"])


if __name__ == "__main__":
    main()
