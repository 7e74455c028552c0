"""Filter ASR segments by Whisper's own statistics (avg_logprob is a mean by definition)."""
import math
from dataclasses import dataclass


@dataclass
class Segment:
    text: str
    avg_logprob: float
    no_speech_prob: float
    n_tokens: int


def keep(s: Segment, logprob_threshold=-1.0, no_speech=0.6) -> bool:
    return not (s.no_speech_prob > no_speech and s.avg_logprob < logprob_threshold)


def total_logprob(s: Segment) -> float:
    """Undo Whisper's normalisation, which counts the end-of-text token."""
    return s.avg_logprob * (s.n_tokens + 1)


def confidence(s: Segment) -> float:
    return math.exp(s.avg_logprob)


def show(segments):
    for s in segments:
        print(f"{round(confidence(s), 2):5.2f}  {s.avg_logprob or 0.0:6.2f}  {s.text}")
