"""Drop unreliable Whisper segments and mark doubtful words in the transcript.

`probability` of a word is what Whisper reports for it (the average over its tokens).
"""
import argparse
import math

import whisper


def keep(segment, *, floor, silence):
    if segment["no_speech_prob"] > silence:
        return False
    return math.exp(segment["avg_logprob"]) >= floor


def mark(segment, doubt=0.35):
    parts = []
    for w in segment.get("words", []):
        parts.append(f"{w['word']}(?)" if w["probability"] < doubt else w["word"])
    return "".join(parts).strip()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("audio", nargs="+")
    ap.add_argument("--model", default="small")
    ap.add_argument("--floor", type=float, default=0.35)
    ap.add_argument("--silence", type=float, default=0.6)
    ns = ap.parse_args()
    asr = whisper.load_model(ns.model)
    for path in ns.audio:
        done = asr.transcribe(path, word_timestamps=True)
        good = [s for s in done["segments"] if keep(s, floor=ns.floor, silence=ns.silence)]
        share = len(good) / max(1, len(done["segments"]))
        print(f"# {path}  kept {share:.0%}")
        for s in good:
            print(f"[{s['start']:.1f}] {mark(s)}")


if __name__ == "__main__":
    main()
