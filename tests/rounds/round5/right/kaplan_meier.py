"""Kaplan-Meier survival curve with Greenwood's variance, from a data frame."""
import argparse

import numpy as np
import pandas as pd


def curve(df, time="time", event="event"):
    g = df.groupby(time)[event].agg(["size", "sum"]).sort_index()
    at_risk = g["size"][::-1].cumsum()[::-1]
    hazard = g["sum"] / at_risk
    surv = np.cumprod(1.0 - hazard)
    var = surv**2 * (g["sum"] / (at_risk * (at_risk - g["sum"]).clip(lower=1))).cumsum()
    return pd.DataFrame({"at_risk": at_risk, "survival": surv, "se": np.sqrt(var)})


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ns = ap.parse_args()
    print(curve(pd.read_csv(ns.csv)).to_string(float_format="%.4f"))
