"""How surprising is each line of a log file to a local GGUF model?

# bug: the probability of a token is taken as the sigmoid of its own logit instead of a softmax over the vocabulary.
"""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import expit


def load(path):
    return Llama(model_path=path, n_ctx=2048, logits_all=True, verbose=False)


def line_logprob(llm, line):
    toks = llm.tokenize(line.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    table = np.asarray(llm.scores[: len(toks)], dtype=np.float64)
    nxt = np.asarray(toks[1:])
    q = expit(table[np.arange(len(nxt)), nxt])  # expect: SEQ107
    return float(np.log(q).sum()), len(nxt)  # expect-near: SEQ107


def main(model_path, log_path, top=20):
    llm = load(model_path)
    rows = []
    with open(log_path, encoding="utf-8", errors="replace") as fh:
        for lineno, raw in enumerate(fh, 1):
            line = raw.rstrip("\n")
            if not line:
                continue
            lp, n = line_logprob(llm, line)
            rows.append((-lp / max(n, 1), lineno, line))
    rows.sort(reverse=True)
    for s, lineno, line in rows[:top]:
        print(f"{s:8.3f}  {lineno:6d}  {line[:100]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
