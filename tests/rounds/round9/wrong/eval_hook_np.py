"""compute_metrics hook for the Trainer: average log-prob of the target tokens.

`preds` are log-probs (preprocess_logits_for_metrics = log_softmax), labels carry -100
on the instruction and on padding.

# bug: the -100 labels are used as indices and read a real column of the table
"""
import numpy as np
from transformers import EvalPrediction


def to_logprobs(logits, labels):
    return logits.float().log_softmax(dim=-1)


def answer_logprob(ev: EvalPrediction):
    table, gold = ev.predictions, ev.label_ids
    table, gold = table[:, :-1], gold[:, 1:]
    b, t = np.indices(gold.shape)
    picked = table[b, t, gold]  # expect: SEQ210
    rows = picked.sum(axis=1)  # expect-near: SEQ210
    guess = table.argmax(axis=-1)
    known = gold != -100
    hit = (guess == gold)[known].mean() if known.any() else float("nan")
    return {"answer_logprob": float(rows.mean()), "token_acc": float(hit)}
