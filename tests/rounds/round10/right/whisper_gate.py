"""Throw away Whisper segments that are probably noise."""
import numpy as np
import whisper


def usable(seg, lp_floor=-1.0, silence=0.6, repeat=2.4):
    quiet = seg["no_speech_prob"] > silence and seg["avg_logprob"] < lp_floor
    return not quiet and seg["compression_ratio"] < repeat


def transcribe(path, size="small"):
    res = whisper.load_model(size).transcribe(path, word_timestamps=True)
    kept = [s for s in res["segments"] if usable(s)]
    words = [w for s in kept for w in s.get("words", [])]
    # mean word confidence, a display value only
    conf = float(np.mean([w["probability"] for w in words])) if words else 0.0
    return "".join(s["text"] for s in kept).strip(), round(conf, 2)
