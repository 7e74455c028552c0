"""Drop low-quality Whisper segments before they reach the subtitle editor."""
import json
import math
import sys
from dataclasses import dataclass


@dataclass
class Segment:
    start: float
    end: float
    text: str
    avg_logprob: float
    no_speech_prob: float
    words: list

    @property
    def confidence(self):
        """Geometric mean of the token probabilities."""
        return math.exp(self.avg_logprob)

    @property
    def word_confidence(self):
        """Plain average of the word probabilities, as the editor colours it."""
        probs = [w["probability"] for w in self.words]
        return sum(probs) / len(probs) if probs else None


def keep(seg, min_conf=0.4, max_silence=0.6):
    if seg.no_speech_prob > max_silence and seg.avg_logprob < -1.0:
        return False
    return seg.confidence >= min_conf


def main(path):
    data = json.load(open(path))
    fields = Segment.__dataclass_fields__
    segs = [Segment(**{k: s.get(k, []) for k in fields}) for s in data["segments"]]
    json.dump([s.__dict__ for s in segs if keep(s)], sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
