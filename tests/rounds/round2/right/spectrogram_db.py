"""Log-mel features and level meters; the constants guard silence."""
import numpy as np


def frames(x, size=400, hop=160):
    n = 1 + max(0, len(x) - size) // hop
    return np.stack([x[i * hop:i * hop + size] for i in range(n)])


def log_mel(x, bank):
    spec = np.abs(np.fft.rfft(frames(x) * np.hanning(400), axis=-1)) ** 2
    return np.log(spec @ bank.T + 1e-6)


def level_db(x, eps=1e-10):
    return 10.0 * np.log10(np.mean(x ** 2) + eps)


def normalise(feats):
    return (feats - feats.mean(axis=0)) / (feats.std(axis=0) + 1e-5)
