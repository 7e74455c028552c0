"""Shallow-fusion rescoring of Whisper hypotheses with an n-gram model."""
import math
from dataclasses import dataclass, field

LOG10_TO_LN = math.log(10.0)


@dataclass
class Hypothesis:
    text: str
    tokens: list = field(default_factory=list)
    token_logprobs: list = field(default_factory=list)
    no_speech_prob: float = 0.0

    @property
    def avg_logprob(self):
        """As in openai-whisper: token_logprobs ends with <|endoftext|>, which `tokens` leaves out."""
        return sum(self.token_logprobs) / (len(self.tokens) + 1)

    @property
    def acoustic(self):
        return sum(self.token_logprobs)


def fused(h, lm, alpha, word_bonus):
    n_words = len(h.text.split())
    return h.acoustic + alpha * lm.score(h.text) * LOG10_TO_LN + word_bonus * n_words


def silent(h, no_speech=0.6, floor=-1.0):
    return h.no_speech_prob > no_speech and h.avg_logprob < floor


def rescore(segments, lm, alpha=0.3, word_bonus=0.5):
    lines = []
    for beam in segments:
        top = max(beam, key=lambda h: fused(h, lm, alpha, word_bonus))
        if not silent(top):
            lines.append(top.text.strip())
    return " ".join(lines)
