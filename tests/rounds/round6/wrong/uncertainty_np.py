"""Uncertainty features of a decoded utterance, from the decoder's logits (float32, (T, V)).

# bug: exp/sum without the maximum; and the entropy feature sums -p log p over the emitted tokens only.
"""
import numpy as np


def to_probs(z: np.ndarray) -> np.ndarray:
    e = np.exp(z)  # expect-near: SEQ601
    return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601


def emitted(p: np.ndarray, ids: np.ndarray) -> np.ndarray:
    return np.take_along_axis(p, ids[:, None], axis=1)[:, 0]


def features(z: np.ndarray, ids: np.ndarray) -> dict:
    """`ids[t]` is the token emitted at decoder step t; entropy is that of the predictive distribution."""
    p = to_probs(z)
    q = emitted(p, ids)
    entropy = -(q * np.log(q)).sum() / len(q)  # expect: SEQ416
    top2 = np.sort(p, axis=-1)[:, -2:]
    return {
        "entropy": float(entropy),
        "min_p": float(q.min()),
        "margin": float((top2[:, 1] - top2[:, 0]).mean()),
    }


def table(utterances: dict) -> list:
    return [{"utt": k, **features(z, ids)} for k, (z, ids) in utterances.items() if len(ids)]
