"""Speech: word confidences from whisper segments and a CTC greedy score for a second recogniser."""
import numpy as np
import torch
import whisper


def words(path, size="small"):
    res = whisper.load_model(size).transcribe(path, word_timestamps=True)
    for seg in res["segments"]:
        if seg["avg_logprob"] < -1.0 and seg["no_speech_prob"] > 0.6:
            continue
        for w in seg["words"]:
            yield w["word"].strip(), w["probability"], w["start"]


def mean_word_confidence(path):
    """Arithmetic mean of whisper's word probabilities (a display value)."""
    vals = [p for _, p, _ in words(path)]
    return float(np.mean(vals)) if vals else None


def ctc_best_path(emissions, blank=0):
    """(T, C) logits -> collapsed labels and the log-probability of the best alignment path."""
    lp = torch.log_softmax(emissions.float(), dim=1)
    top, path = lp.max(dim=1)
    keep = torch.ones_like(path, dtype=torch.bool)
    keep[1:] = path[1:] != path[:-1]
    labels = path[keep & (path != blank)]
    return labels.tolist(), top.sum().item()
