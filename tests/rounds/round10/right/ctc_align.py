"""CTC forward score and frame-level posteriors, numpy."""
import numpy as np


def ctc_logprob(lp, labels, blank=0):
    """lp: (T, V) log-probs of the frames; returns ln P(labels | frames)."""
    ext = [blank]
    for c in labels:
        ext += [c, blank]
    S = len(ext)
    a = np.full(S, -np.inf)
    a[0] = lp[0, blank]
    if S > 1:
        a[1] = lp[0, ext[1]]
    for t in range(1, len(lp)):
        prev = a
        a = np.full(S, -np.inf)
        for s, c in enumerate(ext):
            v = prev[s]
            if s >= 1:
                v = np.logaddexp(v, prev[s - 1])
            if s >= 2 and c != blank and c != ext[s - 2]:
                v = np.logaddexp(v, prev[s - 2])
            a[s] = v + lp[t, c]
    return a[-1] if S == 1 else np.logaddexp(a[-1], a[-2])


def greedy(lp, blank=0):
    best = lp.argmax(axis=1)
    out = [int(c) for i, c in enumerate(best) if c != blank and (i == 0 or c != best[i - 1])]
    return out, float(np.exp(lp.max(axis=1)).min(initial=1.0))


if __name__ == "__main__":
    u = np.log(np.full((2, 3), 1 / 3))
    assert np.isclose(np.exp(ctc_logprob(u, [1])), 3 / 9)
