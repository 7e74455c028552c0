"""Post-filter of whisper segments before they reach the subtitle store."""
import math

import whisper


class SegmentFilter:
    def __init__(self, model="small", min_avg_logprob=-1.0, max_no_speech=0.6):
        self.model = whisper.load_model(model)
        self.min_avg_logprob = min_avg_logprob
        self.max_no_speech = max_no_speech

    def word_confidence(self, segment):
        """Mean word probability as shown in the editor."""
        words = segment.get("words") or []
        return sum(w["probability"] for w in words) / len(words) if words else None

    def keep(self, segment):
        silent = segment["no_speech_prob"] > self.max_no_speech
        unsure = segment["avg_logprob"] < self.min_avg_logprob
        return not (silent and unsure)

    def __call__(self, path):
        result = self.model.transcribe(path, word_timestamps=True)
        for s in filter(self.keep, result["segments"]):
            yield {
                "text": s["text"],
                "token_confidence": math.exp(s["avg_logprob"]),
                "word_confidence": self.word_confidence(s),
            }
