"""DoLa-like scoring: difference of two layers' log-probs, renormalised, then picked at the answer."""
from torch.nn import functional as F


def answer_score(final, early, ids, start):
    """final, early: (T, V) logits of the same text; tokens from index `start` on are the answer"""
    a = F.log_softmax(final.float(), dim=-1)
    b = F.log_softmax(early.float(), dim=-1)
    logits = F.log_softmax(a - b, dim=-1)[start - 1:-1]
    logits = logits[range(logits.shape[0]), ids[start:]]
    return logits.sum().item()


def pick(model_pair, candidates):
    scores = []
    for ids, start in candidates:
        final, early = model_pair(ids)
        scores.append(answer_score(final, early, ids, start))
    return max(range(len(scores)), key=scores.__getitem__)
