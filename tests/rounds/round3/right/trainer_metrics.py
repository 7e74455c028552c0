"""compute_metrics for a causal LM Trainer, with ignored labels selected first."""
import numpy as np
from scipy.special import log_softmax


def compute_metrics(pred):
    z, y = pred.predictions[:, :-1], pred.label_ids[:, 1:]
    rows, cols = np.nonzero(y != -100)
    if rows.size == 0:
        return {"nll": float("nan")}
    lp = log_softmax(z[rows, cols].astype(np.float64), axis=-1)
    got = lp[np.arange(rows.size), y[rows, cols]]
    hit = z[rows, cols].argmax(axis=-1) == y[rows, cols]
    per_sequence = np.zeros(len(y))
    np.add.at(per_sequence, rows, got)
    return {"nll": -got.mean(), "token_accuracy": hit.mean(), "mean_sequence_logprob": per_sequence.mean()}


if __name__ == "__main__":
    from types import SimpleNamespace

    z = np.zeros((1, 3, 4))
    m = compute_metrics(SimpleNamespace(predictions=z, label_ids=np.array([[-100, 2, -100]])))
    assert np.isclose(m["nll"], np.log(4))
