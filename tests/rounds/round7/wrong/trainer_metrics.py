"""compute_metrics for a Seq2SeqTrainer that keeps the logits (predict_with_generate=False).

# bug: labels are used as indices while they still hold -100, which reads a real vocabulary entry from the end.
"""
import numpy as np
from scipy.special import log_softmax


def target_logprobs(scores, y):
    lp = log_softmax(scores.astype(np.float64), axis=-1)
    rows = np.arange(y.shape[0])[:, None]
    cols = np.arange(y.shape[1])[None, :]
    return lp[rows, cols, y]  # expect: SEQ210


def compute_metrics(pred):
    scores, y = pred.predictions, pred.label_ids
    if isinstance(scores, tuple):
        scores = scores[0]
    per_sequence = target_logprobs(scores, y).sum(axis=1)  # expect-near: SEQ210
    guess = scores.argmax(axis=-1)
    live = y != -100
    exact = np.array([(g[m] == t[m]).all() for g, t, m in zip(guess, y, live)])
    return {
        "target_logprob": float(per_sequence.mean()),
        "exact_match": float(exact.mean()),
    }
