"""Three accuracies per item: raw, per character, per UTF-8 byte (each prediction uses one of them)."""
import numpy as np


def predictions(choices, lls):
    lls = np.asarray(lls, dtype=float)
    chars = np.array([max(len(c), 1) for c in choices])
    size = np.array([max(len(c.encode("utf-8")), 1) for c in choices])
    return {
        "acc": int(lls.argmax()),
        "acc_norm_chars": int((lls / chars).argmax()),
        "acc_norm_bytes": int((lls / size).argmax()),
    }


def pmi_prediction(cond, uncond):
    return int(np.argmax(np.subtract(cond, uncond)))
