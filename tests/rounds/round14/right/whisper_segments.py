"""Quality gates for Whisper segments, after the thresholds of the reference decoder."""
import zlib

import numpy as np


def compression_ratio(text):
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw))


def total_logprob(segment):
    """avg_logprob is the sum over the tokens and EOT, divided by n + 1."""
    return segment["avg_logprob"] * (len(segment["tokens"]) + 1)


def needs_fallback(segment, logprob_threshold=-1.0, ratio_threshold=2.4):
    return (segment["avg_logprob"] < logprob_threshold
            or compression_ratio(segment["text"]) > ratio_threshold)


def is_silence(segment, threshold=0.6):
    return segment["no_speech_prob"] > threshold and segment["avg_logprob"] < -1.0


def mean_word_confidence(segment):
    """Heuristic shown in the editor: arithmetic mean of the word probabilities."""
    words = segment.get("words") or []
    return float(np.mean([w["probability"] for w in words])) if words else None


def clean(result):
    kept = [s for s in result["segments"] if not is_silence(s)]
    for s in kept:
        s["flag"] = needs_fallback(s)
        s["confidence"] = mean_word_confidence(s)
    return kept
