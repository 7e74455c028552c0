"""Metrics of a harness task: accuracy by sum, by characters and by bytes."""
import math

import numpy as np


def process(doc, results):
    ll = np.array([r[0] for r in results], dtype=float)
    n_char = np.array([len(c) for c in doc["choices"]])
    n_byte = np.array([len(c.encode("utf-8")) for c in doc["choices"]])
    return {
        "acc": int(ll.argmax() == doc["gold"]),
        "acc_norm": int((ll / n_char).argmax() == doc["gold"]),
        "acc_bytes": int((ll / n_byte).argmax() == doc["gold"]),
    }


def bits_per_byte(loglik, text):
    return -loglik / len(text.encode("utf-8")) / math.log(2)


def pmi(ll_given_question, ll_alone):
    return int(np.argmax(np.subtract(ll_given_question, ll_alone)))


if __name__ == "__main__":
    d = {"choices": ["no", "東京です"], "gold": 1}
    r = process(d, [(-4.0, False), (-5.0, True)])
    assert r == {"acc": 0, "acc_norm": 1, "acc_bytes": 1}
    assert abs(bits_per_byte(-8 * math.log(2), "abcd") - 2) < 1e-12
