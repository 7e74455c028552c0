"""Document probabilities from token log-probs, then their log-odds.

# bug: the product over exp(token log-probs) underflows to 0 for documents
"""
import numpy as np
import pandas as pd


def doc_prob(token_logprobs):
    return np.prod(np.exp(np.asarray(token_logprobs)))  # expect: SEQ603


def log_odds(df: pd.DataFrame) -> pd.Series:
    """Columns lp_a and lp_b: lists of token log-probs under two models."""
    a = df["lp_a"].map(doc_prob)
    b = df["lp_b"].map(doc_prob)
    return np.log(a) - np.log(b)


if __name__ == "__main__":
    frame = pd.read_json("docs.jsonl", lines=True)
    frame["odds"] = log_odds(frame)
    print(frame.sort_values("odds").head())
