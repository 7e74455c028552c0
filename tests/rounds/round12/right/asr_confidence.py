"""Word confidences and shallow fusion for a CTC recogniser."""
from dataclasses import dataclass
import math

import kenlm
import numpy as np

BLANK = 0
LN10 = math.log(10.0)


@dataclass
class Word:
    text: str
    confidence: float   # arithmetic mean of the frame posteriors, as in the product documentation


def greedy(log_post, alphabet):
    """log_post: (frames, symbols), rows are log-probabilities; index 0 is the CTC blank."""
    best = log_post.argmax(axis=1)
    chars, prev = [], BLANK
    for t, k in enumerate(best):
        if k != BLANK and k != prev:
            chars.append((alphabet[k], t))
        prev = k
    return chars


def words(log_post, alphabet):
    post = np.exp(log_post)
    cur, frames, out = "", [], []
    for ch, t in greedy(log_post, alphabet) + [(" ", -1)]:
        if ch == " ":
            if cur:
                out.append(Word(cur, float(np.mean([post[f].max() for f in frames]))))
            cur, frames = "", []
        else:
            cur += ch
            frames.append(t)
    return out


class Fusion:
    def __init__(self, arpa, alpha=0.5, beta=1.0):
        self.lm, self.alpha, self.beta = kenlm.Model(arpa), alpha, beta

    def score(self, acoustic, sentence):
        ln_lm = LN10 * self.lm.score(sentence, bos=True, eos=True)
        return acoustic + self.alpha * ln_lm + self.beta * len(sentence.split())
