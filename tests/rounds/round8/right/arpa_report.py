"""Perplexity of n-gram models with KenLM (scores are log10 and include </s>)."""
import math
import sys

import kenlm

LN10 = math.log(10)


def corpus(model, lines):
    log10p, n = 0.0, 0
    for line in lines:
        log10p += model.score(line, bos=True, eos=True)
        n += len(line.split()) + 1
    return log10p, n


def fuse(asr_logp, model, text, alpha, beta):
    """Shallow fusion in natural logs."""
    return asr_logp + alpha * LN10 * model.score(text) + beta * len(text.split())


if __name__ == "__main__":
    lm = kenlm.Model(sys.argv[1])
    with open(sys.argv[2]) as fh:
        total, count = corpus(lm, [ln.strip() for ln in fh if ln.strip()])
    print(f"perplexity {10 ** (-total / count):.2f}")
    print(f"bits/word  {-total * LN10 / math.log(2) / count:.3f}")
