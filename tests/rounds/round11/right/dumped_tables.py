"""Score dumped (T, V) log-prob tables; labels are -100 where nothing counts."""
import numpy as np


def total(table, labels):
    keep = labels != -100
    return float(table[np.flatnonzero(keep), labels[keep]].sum())


def average(table, labels):
    n = int((labels != -100).sum())
    return total(table, labels) / n if n else float("nan")


def ranks(table, labels):
    keep = labels != -100
    own = table[np.flatnonzero(keep), labels[keep]][:, None]
    return (table[keep] > own).sum(axis=1) + 1
