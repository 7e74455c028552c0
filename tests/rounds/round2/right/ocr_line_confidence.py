"""OCR line reader: greedy decoding, documented character confidence shown to the annotator."""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def read_line(logits, charset):
    """logits (T, C), class 0 is the blank. Confidence: mean of the greedy characters' probabilities."""
    p = softmax(logits)
    best = p.argmax(axis=-1)
    text, conf = [], []
    for t, c in enumerate(best):
        if c != 0 and (t == 0 or c != best[t - 1]):
            text.append(charset[c])
            conf.append(p[t, c])
    return "".join(text), float(np.mean(conf)) if conf else 0.0
