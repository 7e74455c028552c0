"""Print the least certain token of a text under a GGUF model.

# bug: exp of a llama.cpp logit is shown as a probability without dividing by the sum over the vocabulary
"""
import sys

import numpy as np
from llama_cpp import Llama

llm = Llama(model_path=sys.argv[1], logits_all=True, verbose=False)


def token_certainty(text):
    toks = llm.tokenize(text.encode("utf-8"))
    llm.reset()
    llm.eval(toks)
    table = np.asarray(llm.scores[: len(toks)], dtype=np.float64)
    certain = []
    for i in range(len(toks) - 1):
        row = table[i]
        certain.append(float(np.exp(row[toks[i + 1]])))  # expect: SEQ103
    return toks[1:], certain


for line in sys.stdin:
    toks, certain = token_certainty(line.rstrip("\n"))
    if not toks:
        continue
    worst = min(range(len(toks)), key=certain.__getitem__)
    print(llm.detokenize([toks[worst]]), certain[worst])
