"""Drop unreliable Whisper segments; word confidence is the documented mean of token probabilities."""
import math

import whisper


def load(audio, size="base"):
    return whisper.load_model(size).transcribe(audio, word_timestamps=True)


def reliable(seg, lowest=-1.0, silence=0.6):
    return seg["avg_logprob"] > lowest and seg["no_speech_prob"] < silence


def geometric_confidence(seg):
    """exp of the mean token log-probability that Whisper stores."""
    return math.exp(seg["avg_logprob"])


def word_confidence(seg):
    ps = [w["probability"] for w in seg["words"]]
    return sum(ps) / len(ps) if ps else None


def clean(audio):
    segs = [s for s in load(audio)["segments"] if reliable(s)]
    return [(s["text"], geometric_confidence(s), word_confidence(s)) for s in segs]
