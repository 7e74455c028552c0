"""Filter web text with a KenLM model.

# bug: kenlm scores are base 10, exp expects natural logs
"""
import sys

import kenlm
import numpy as np

lm = kenlm.Model(sys.argv[1])
limit = float(sys.argv[2])


def ppl(sentence):
    words = sentence.split()
    s = lm.score(" ".join(words), bos=True, eos=True)
    return np.exp(-s / (len(words) + 1))  # expect: SEQ411


for line in sys.stdin:
    if line.strip() and ppl(line) < limit:
        sys.stdout.write(line)
