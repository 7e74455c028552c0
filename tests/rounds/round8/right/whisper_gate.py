"""Drop hallucinated Whisper segments by the library's own averages; plot what was kept."""
import matplotlib.pyplot as plt
import numpy as np
import whisper


def segments(path, size="small"):
    return whisper.load_model(size).transcribe(path)["segments"]


def keep(seg, lp=-1.0, silence=0.6, ratio=2.4):
    if seg["no_speech_prob"] > silence and seg["avg_logprob"] < lp:
        return False
    return seg["compression_ratio"] <= ratio


def plot(segs, out="segments.png"):
    t = [s["start"] for s in segs]
    conf = np.exp([s["avg_logprob"] for s in segs])
    plt.bar(t, conf, color=["tab:blue" if keep(s) else "tab:red" for s in segs])
    plt.ylabel("geometric mean token probability")
    plt.savefig(out)
