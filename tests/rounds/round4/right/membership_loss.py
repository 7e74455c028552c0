"""LOSS attack: membership score is minus the mean token loss, by definition."""
import torch
from sklearn.metrics import roc_auc_score


@torch.no_grad()
def membership_score(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    return -lm(ids, labels=ids).loss.item()


def auc(lm, tok, members, others):
    s = [membership_score(lm, tok, t) for t in members + others]
    return roc_auc_score([1] * len(members) + [0] * len(others), s)
