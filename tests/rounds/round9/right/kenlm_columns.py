"""KenLM columns for the reading-time regressions: ppl per sentence, surprisal (bits) per word."""
import math

import kenlm
import pandas as pd

BITS = math.log2(10)


def annotate(df, arpa):
    lm = kenlm.Model(arpa)
    rows = []
    for item, sent in zip(df["item"], df["sentence"]):
        words = sent.lower().split()
        log10p = [s for s, _, _ in lm.full_scores(" ".join(words), bos=True, eos=True)]
        ppl = 10 ** (-sum(log10p) / len(log10p))
        for w, s in zip(words, log10p):
            rows.append({"item": item, "word": w, "surprisal": -s * BITS, "sent_ppl": ppl})
    return pd.DataFrame(rows)
