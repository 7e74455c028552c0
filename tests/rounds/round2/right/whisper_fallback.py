"""Temperature fallback of a speech recogniser: thresholds on avg_logprob and compression ratio."""
import zlib
from dataclasses import dataclass


@dataclass
class Segment:
    text: str
    sum_logprob: float
    n_tokens: int
    no_speech_prob: float

    @property
    def avg_logprob(self):
        return self.sum_logprob / (self.n_tokens + 1)       # the end token is scored as well


def compression_ratio(text):
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw))


def transcribe(decode, audio, temperatures=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)):
    seg = None
    for t in temperatures:
        seg = decode(audio, temperature=t)
        bad = compression_ratio(seg.text) > 2.4 or seg.avg_logprob < -1.0
        if seg.no_speech_prob > 0.6 and seg.avg_logprob < -1.0:
            return None
        if not bad:
            break
    return seg
