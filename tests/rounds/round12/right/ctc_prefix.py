"""CTC forward score of a label sequence in the log domain."""
import numpy as np

NEG = -np.inf


def ctc_loglik(logits, labels, blank=0):
    """logits: (frames, units); returns log p(labels | frames)."""
    m = logits.max(1, keepdims=True)
    lp = logits - m - np.log(np.exp(logits - m).sum(1, keepdims=True))
    ext = [blank]
    for l in labels:
        ext += [l, blank]
    S = len(ext)
    a = np.full(S, NEG)
    a[0] = lp[0, ext[0]]
    if S > 1:
        a[1] = lp[0, ext[1]]
    for t in range(1, len(lp)):
        b = a.copy()
        b[1:] = np.logaddexp(b[1:], a[:-1])
        for s in range(2, S):
            if ext[s] != blank and ext[s] != ext[s - 2]:
                b[s] = np.logaddexp(b[s], a[s - 2])
        a = b + lp[t, ext]
    return np.logaddexp(a[-1], a[-2]) if S > 1 else a[-1]
