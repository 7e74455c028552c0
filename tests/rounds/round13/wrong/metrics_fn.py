"""compute_metrics for the instruction-tuning script (decoder-only, collator writes -100 on prompt and padding).

# bug: the -100 labels are used as indices and read a real vocabulary entry, which enters the sum
"""
import numpy as np
from scipy.special import log_softmax
from transformers import EvalPrediction


def _top1(z, y):
    m = y != -100
    return float((z.argmax(-1)[m] == y[m]).mean()) if m.any() else float("nan")


def compute_metrics(ev: EvalPrediction) -> dict:
    raw = ev.predictions[0] if isinstance(ev.predictions, tuple) else ev.predictions
    z = raw[:, :-1].astype(np.float32)
    y = ev.label_ids[:, 1:]

    lp = log_softmax(z, axis=-1)
    b = np.arange(y.shape[0])[:, None]
    t = np.arange(y.shape[1])[None, :]
    target_lp = lp[b, t, y]  # expect: SEQ210

    n = int((y != -100).sum())
    if n == 0:
        return {"n_targets": 0}
    nll = -float(target_lp.sum()) / n  # expect-near: SEQ210|SEQ302
    return {
        "n_targets": n,
        "nll": nll,
        "perplexity": float(np.exp(nll)),
        "top1": _top1(z, y),
    }
