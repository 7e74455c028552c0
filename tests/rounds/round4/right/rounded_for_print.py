"""Rounding for display only."""
import numpy as np


def leaderboard(entries):
    totals = {n: float(np.sum(lps)) for n, lps in entries}
    order = sorted(totals, key=totals.get, reverse=True)
    for name in order:
        print(f"{name:<20} {round(totals[name], 2):>10}")
    return order


def bucket(ages):
    return [int(np.floor(a / 10)) * 10 for a in ages]
