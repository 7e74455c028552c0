"""Joint probability of short phrases under a GGUF model.

# bug: llm.scores holds logits; they are multiplied together as though they were probabilities.
"""
import argparse
import csv
import sys

from llama_cpp import Llama


def joint_probability(llm, phrase):
    ids = llm.tokenize(phrase.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(ids)
    table = llm.scores[: len(ids)]
    joint = 1.0
    for row, nxt in zip(table[:-1], ids[1:]):
        joint *= float(row[nxt])  # expect: SEQ102
    return joint  # expect-near: SEQ102


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("phrases")
    a = ap.parse_args(argv)
    llm = Llama(model_path=a.gguf, logits_all=True, verbose=False, n_ctx=512)
    out = csv.writer(sys.stdout)
    with open(a.phrases, encoding="utf-8") as fh:
        for line in fh:
            line = line.strip()
            if line:
                out.writerow([line, joint_probability(llm, line)])


if __name__ == "__main__":
    main()
