"""rank product names with a local gguf: names.py model.gguf NAME..."""
import sys

import numpy as np
from llama_cpp import Llama

m = Llama(sys.argv[1], logits_all=True, n_ctx=256, verbose=False)


def g(s):
    x = m.tokenize(s.encode())
    m.reset()
    m.eval(x)
    z = np.array(m.scores[: len(x) - 1], dtype=np.float64)
    z -= z.max(1, keepdims=True)
    z -= np.log(np.exp(z).sum(1, keepdims=True))
    return z[np.arange(len(x) - 1), x[1:]].sum()


r = {w: g("Our new product is called " + w) for w in sys.argv[2:]}
for w in sorted(r, key=r.get, reverse=True):
    print(f"{r[w]:.3f}\t{w}")
