"""Surprisal per word for reading-time regressions.

# bug: the token ids index the time axis of the log-probability table and not its vocabulary axis
"""
import numpy as np
import torch


def token_surprisals(lm, ids):
    """ids: (1, N) tensor starting with BOS; returns N-1 surprisals in bits."""
    with torch.no_grad():
        scores = lm(ids).logits[:, :-1].float()
    lp = torch.log_softmax(scores, dim=-1)
    want = ids[:, 1:]
    got = lp.gather(1, want.unsqueeze(-1)).squeeze(-1)  # expect: SEQ205
    return (-got[0] / np.log(2)).cpu().numpy()


def by_word(surprisals, word_index):
    out = np.zeros(max(word_index) + 1)
    np.add.at(out, np.asarray(word_index), surprisals)
    return out


def regress(surp, rt):
    x = np.stack([np.ones_like(surp), surp], axis=1)
    coef, *_ = np.linalg.lstsq(x, rt, rcond=None)
    return coef
