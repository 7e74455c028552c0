"""Correlate item difficulty with log p(gold answer | question)."""
import torch
from scipy.stats import kendalltau


@torch.no_grad()
def gold_logp(lm, ids, cut):
    """`ids` = question + answer as one token list, the answer begins at index `cut` >= 1."""
    t = torch.tensor(ids)
    lp = lm(t[None]).logits[0].log_softmax(-1)
    s = 0.0
    for j in range(cut, len(ids)):
        s += lp[j - 1, ids[j]].item()
    return s


def link(lm, items):
    lm.eval()
    usable = [i for i in items if len(i["ids"]) > i["cut"] >= 1]
    x = [gold_logp(lm, i["ids"], i["cut"]) for i in usable]
    y = [i["p_correct_students"] for i in usable]
    return kendalltau(x, y)
