"""Per-token statistics into a data frame.
# bug: sigmoid gives the column p, and the entropy column is computed from the chosen token only.
"""
import pandas as pd
import torch


def frame(lm, tok, text):
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        z = lm(**enc).logits[0, :-1]
    y = enc.input_ids[0, 1:]
    p = z.sigmoid().gather(1, y[:, None])[:, 0]  # expect: SEQ107
    q = z.softmax(dim=-1).gather(1, y[:, None])[:, 0]
    rank = (z > z.gather(1, y[:, None])).sum(1)
    return pd.DataFrame({"tok": tok.convert_ids_to_tokens(y), "p": p, "q": q, "rank": rank})


def text_entropy(df: pd.DataFrame, surprisal: pd.Series) -> float:
    """Entropy of the predictive distributions along the text."""
    return float((df["q"] * surprisal).sum())  # expect: SEQ416
