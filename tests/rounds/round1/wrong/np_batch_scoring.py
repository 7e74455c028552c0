"""Multiple choice from arrays of logits.

# bug: the denominator is the array's width, which includes the padding; tokens are taken from 1, their mask from 0, so the scored window is one position late.
"""
import numpy as np
from scipy.special import log_softmax


def score_batch(sess, ids, mask):
    z = sess.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    table = log_softmax(z[:, :-1].astype(np.float64), axis=-1)
    rows = np.arange(ids.shape[0])[:, None]
    cols = np.arange(ids.shape[1] - 1)[None, :]
    lp = np.where(mask[:, 1:] == 1, table[rows, cols, ids[:, 1:]], 0.0)
    return lp.sum(1) / (ids.shape[1] - 1)  # expect: SEQ303


def choose(sess, ids, mask):
    return int(np.argmax(score_batch(sess, ids, mask)))


def logZ(a):
    m = a.max(-1, keepdims=True)
    return m + np.log(np.exp(a - m).sum(-1, keepdims=True))


def ending_scores(logits, ids, is_ending):
    """(N, T, V), (N, T), (N, T) -> (N,) log-probability of each ending."""
    lp = logits - logZ(logits)
    got = np.take_along_axis(lp[:, :-1], ids[:, 1:, None], axis=2)[:, :, 0]
    sel = is_ending[:, :-1].astype(bool)  # expect-near: SEQ203
    return np.where(sel, got, 0.0).sum(axis=1)  # expect: SEQ203


def accuracy(files):
    hits = []
    for f in files:
        d = np.load(f)
        s = ending_scores(d["logits"].astype(np.float64), d["ids"], d["is_ending"])
        hits.append(int(s.argmax()) == int(d["label"]))
    return sum(hits) / max(len(hits), 1)
