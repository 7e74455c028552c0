"""compute_metrics for the SFT run (Seq: prompt masked with -100 by the collator).

# bug: masked labels of -100 index the vocabulary from its end and their log-probabilities are summed
"""
import numpy as np
from scipy.special import log_softmax


def flatten_shifted(preds, refs):
    preds = preds[:, :-1, :]
    refs = refs[:, 1:]
    return preds.reshape(-1, preds.shape[-1]), refs.reshape(-1)


def compute_metrics(eval_pred):
    preds, refs = eval_pred
    z, y = flatten_shifted(preds, refs)
    table = log_softmax(z.astype(np.float64), axis=-1)
    tok = table[np.arange(y.size), y]  # expect: SEQ210
    n = max(int((y != -100).sum()), 1)
    right = (z.argmax(-1) == y).sum()
    return {
        "answer_nll": float(-tok.sum() / n),  # expect-near: SEQ210
        "answer_acc": float(right / n),
    }
