"""N-best rescoring for speech: CTC acoustic score, KenLM (log10) and a word bonus."""
import math
from dataclasses import dataclass

import kenlm
import numpy as np

LN10 = math.log(10.0)


@dataclass
class Hyp:
    text: str
    acoustic: float  # natural log


class Rescorer:
    def __init__(self, arpa, alpha=0.6, beta=0.8):
        self.lm = kenlm.Model(arpa)
        self.alpha, self.beta = alpha, beta

    def total(self, h: Hyp) -> float:
        lm = self.lm.score(h.text, bos=True, eos=True) * LN10
        return h.acoustic + self.alpha * lm + self.beta * len(h.text.split())

    def best(self, nbest):
        return max(nbest, key=self.total)

    def perplexity(self, sentences):
        s = sum(self.lm.score(t) for t in sentences)
        n = sum(len(t.split()) + 1 for t in sentences)
        return 10.0 ** (-s / n) if n else float("nan")


def ctc_collapse(frame_logits, blank=0):
    """Best-path decoding: (T, V) frames to label ids."""
    path = np.asarray(frame_logits).argmax(axis=1)
    keep = np.append(True, path[1:] != path[:-1])
    return [int(k) for k in path[keep] if k != blank]


def segment_confidence(avg_logprob):
    """Whisper's avg_logprob is sum / (n + 1), counting the end token."""
    return math.exp(min(avg_logprob, 0.0))
