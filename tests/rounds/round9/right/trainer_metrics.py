"""Metric hook: per-row answer log-prob from stored log-probs, -100 positions blanked before and after indexing."""
import numpy as np


def preprocess(logits, labels):
    return logits.float().log_softmax(dim=-1)


def compute(ev):
    lp, gold = ev.predictions[:, :-1], ev.label_ids[:, 1:]
    ok = gold != -100
    safe = np.where(ok, gold, 0)
    tok = np.take_along_axis(lp, safe[..., None], axis=-1)[..., 0]
    rows = np.where(ok, tok, 0.0).sum(axis=1)
    n_tok = max(int(ok.sum()), 1)
    return {"answer_logprob": float(rows.mean()), "token_nll": float(-rows.sum() / n_tok)}
