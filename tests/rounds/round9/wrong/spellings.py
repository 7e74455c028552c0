"""which spelling does the gguf like best

usage: spellings.py model.gguf colour color couleur

# bug: the rows of m.scores are logits; their chosen entries are multiplied as though they were probabilities.
"""
import sys

from llama_cpp import Llama

m = Llama(sys.argv[1], logits_all=True, n_ctx=256, verbose=False)


def g(s):
    x = m.tokenize(s.encode())
    m.reset()
    m.eval(x)
    z = m.scores[: len(x)]
    p = 1.0
    for i, t in enumerate(x[1:]):
        p *= float(z[i, t])  # expect: SEQ102
    return p


r = {w: g("My favourite " + w) for w in sys.argv[2:]}
for w in sorted(r, key=r.get, reverse=True):
    print(f"{r[w]:.4g}\t{w}")
