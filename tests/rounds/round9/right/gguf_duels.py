"""Arena duels decided by a GGUF judge: the reply with the higher log-likelihood wins."""
import collections
import json
import sys

import numpy as np
from llama_cpp import Llama


def open_model(path):
    return Llama(model_path=path, n_ctx=4096, logits_all=True, verbose=False)


def reply_loglik(llm, ctx, reply):
    """Sum of log p(token | everything before) over the reply's tokens."""
    llm.reset()
    llm.eval(ctx + reply)
    total = 0.0
    for pos, tok in enumerate(reply, start=len(ctx)):
        row = np.asarray(llm.scores[pos - 1], dtype=np.float64)
        total += row[tok] - np.logaddexp.reduce(row)
    return float(total)


if __name__ == "__main__":
    judge = open_model(sys.argv[1])
    tally = collections.Counter()
    for line in open(sys.argv[2]):
        d = json.loads(line)
        left, right = (reply_loglik(judge, d["ctx_ids"], d[k]) for k in ("reply_a_ids", "reply_b_ids"))
        tally["a" if left > right else "b"] += 1
    print(dict(tally))
