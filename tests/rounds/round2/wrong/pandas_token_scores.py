"""Aggregate a token table into sequence likelihoods (pandas).

# bug: the grouped mean is taken over exp(logprob), an arithmetic mean of probabilities
"""
import numpy as np
import pandas as pd


def load(path: str) -> pd.DataFrame:
    """Columns: seq_id, pos, token_id, logprob (natural log, chosen token)."""
    return pd.read_parquet(path)


def sequence_likelihood(tokens: pd.DataFrame) -> pd.Series:
    tokens = tokens.assign(p=np.exp(tokens["logprob"]))  # expect-near: SEQ405
    return tokens.groupby("seq_id")["p"].mean().rename("likelihood")  # expect: SEQ405


def most_likely(path: str, n: int = 10) -> pd.DataFrame:
    return sequence_likelihood(load(path)).nlargest(n).reset_index()
