"""Filter Whisper segments by the decoder's own statistics and compute word confidences for subtitles."""
import math
from dataclasses import dataclass
from typing import Iterable

from faster_whisper import WhisperModel


@dataclass
class Thresholds:
    avg_logprob: float = -1.0
    no_speech: float = 0.6
    compression: float = 2.4


def is_silence(seg, t: Thresholds):
    return seg.no_speech_prob > t.no_speech and seg.avg_logprob < t.avg_logprob


def keep(segments: Iterable, t: Thresholds = Thresholds()):
    for s in segments:
        if is_silence(s, t) or s.compression_ratio > t.compression:
            continue
        yield s


def segment_confidence(seg):
    """Geometric mean of the token probabilities."""
    return math.exp(seg.avg_logprob)


def display_confidence(seg):
    """Average of Whisper's word probabilities, shown as a percentage in the editor."""
    ws = seg.words or []
    return round(100 * sum(w.probability for w in ws) / len(ws)) if ws else None


def least_certain(segments, n=20):
    return sorted(segments, key=lambda s: s.avg_logprob)[:n]


def main(path):
    model = WhisperModel("small", compute_type="int8")
    segs, _info = model.transcribe(path, word_timestamps=True, vad_filter=True)
    for s in keep(segs):
        print(f"[{s.start:7.2f}] {segment_confidence(s):.2f} {display_confidence(s)} {s.text.strip()}")


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
