"""Word confidences from a CTC acoustic model and segment tables from Whisper."""
import torch


def ctc_greedy(log_probs, blank=0):
    """log_probs (T, V). Best path, its log-probability, and the emitted labels."""
    best, path = log_probs.max(dim=-1)
    labels, prev = [], blank
    for s in path.tolist():
        if s != prev and s != blank:
            labels.append(s)
        prev = s
    return labels, best.sum().item()


def word_confidence(log_probs, spans):
    """Average frame probability of the best path inside each word (the usual display value)."""
    top = log_probs.exp().max(dim=-1).values
    return [top[a:b].mean().item() if b > a else 0.0 for a, b in spans]


def whisper_rows(result):
    for seg in result["segments"]:
        yield {
            "text": seg["text"].strip(),
            "avg_logprob": round(seg.get("avg_logprob") or 0.0, 3),
            "silence": seg["no_speech_prob"] > 0.6,
        }


if __name__ == "__main__":
    frames = torch.randn(50, 32).log_softmax(-1)
    print(ctc_greedy(frames))
