"""Word surprisal in bits for a reading experiment.

# bug: the values are natural-log surprisals although the column promises bits
"""
import pandas as pd
import torch


def surprisal_frame(model, ids: torch.Tensor, words: list) -> pd.DataFrame:
    """ids: BOS followed by one id for each word."""
    with torch.no_grad():
        lp = model(ids[None]).logits[0, :-1].log_softmax(-1)
    nats = -lp[torch.arange(len(words)), ids[1:]]
    return pd.DataFrame({"word": words, "surprisal_bits": nats.tolist()})  # expect: SEQ412


def save(model, ids, words, path):
    surprisal_frame(model, ids, words).to_csv(path, index=False)
