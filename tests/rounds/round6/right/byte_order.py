"""Exchangeability test on a byte LM: how often does a shuffled file beat the published order?"""
import numpy as np
import torch


@torch.no_grad()
def loglik(lm, blob: bytes) -> float:
    ids = torch.tensor([list(blob)])
    lp = lm(ids).logits[0, :-1].float().log_softmax(-1).numpy()
    nxt = ids[0, 1:].numpy()
    return float(np.take_along_axis(lp, nxt[:, None], axis=1).sum())


def p_value(lm, rows, trials=99, seed=0, limit=4096):
    rng = np.random.default_rng(seed)
    canon = loglik(lm, "\n".join(rows).encode()[:limit])
    beat = 0
    for _ in range(trials):
        mixed = [rows[i] for i in rng.permutation(len(rows))]
        beat += loglik(lm, "\n".join(mixed).encode()[:limit]) >= canon
    return (1 + beat) / (1 + trials)
