"""Probabilistic metrics of a classifier with scikit-learn."""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss


def report(x, y, x_test, y_test):
    clf = LogisticRegression().fit(x, y)
    p = clf.predict_proba(x_test)
    margin = clf.decision_function(x_test)
    own = 1.0 / (1.0 + np.exp(-np.clip(margin, -50, 50)))
    return {
        "log_loss": log_loss(y_test, p),
        "brier": brier_score_loss(y_test, p[:, 1]),
        "mean_confidence": float(p.max(axis=1).mean()),
        "sigmoid_gap": float(np.abs(own - p[:, 1]).max()),
        "geometric_mean_prob": float(np.exp(np.mean(np.log(p[np.arange(len(y_test)), y_test])))),
    }


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(300, 2))
    y = (x[:, 0] > 0).astype(int)
    r = report(x[:200], y[:200], x[200:], y[200:])
    assert np.isclose(-np.log(r["geometric_mean_prob"]), r["log_loss"]) and r["sigmoid_gap"] < 1e-6
