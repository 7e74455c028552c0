"""acc, acc_norm (per character) and acc_bytes, as lm-eval defines them."""
import numpy as np


def metrics(doc, results):
    lls = np.array([ll for ll, _ in results])
    chars = np.array([float(len(c)) for c in doc["choices"]])
    size = np.array([float(len(c.encode("utf-8"))) for c in doc["choices"]])
    return {
        "acc": int(lls.argmax() == doc["gold"]),
        "acc_norm": int((lls / chars).argmax() == doc["gold"]),
        "acc_bytes": int((lls / size).argmax() == doc["gold"]),
    }
