"""Word confidence of an OCR engine: documented as the arithmetic mean over characters."""
import numpy as np


def word_confidence(char_probs):
    """Mean character confidence, as in the engine's hOCR output (x_wconf)."""
    return float(np.mean(char_probs)) if len(char_probs) else 0.0


def hocr(words):
    for w in words:
        conf = round(100 * word_confidence(w["char_probs"]))
        yield f"<span class='ocrx_word' title='x_wconf {conf}'>{w['text']}</span>"
