"""KenLM and neural sentence scores in the same unit (nats)."""
import math

import kenlm
import torch


def kenlm_nats(path, sents):
    lm = kenlm.Model(path)
    return [lm.score(s) * math.log(10) for s in sents]


@torch.no_grad()
def neural_nats(model, encode, sents):
    model.eval()
    res = []
    for s in sents:
        ids = torch.tensor(encode(s))[None]
        lp = model(ids)[0, :-1].float().log_softmax(-1)
        res.append(lp.gather(-1, ids[0, 1:, None]).sum().item())
    return res


def mean_sentence(scores):
    acc = 0.0
    for v in scores:
        acc += v
    return acc / max(len(scores), 1)


def interpolate(a, b, lam):
    """Sentence-level mixture lam * P_a + (1 - lam) * P_b, in the log domain."""
    x = torch.tensor(a, dtype=torch.float64) + math.log(lam)
    y = torch.tensor(b, dtype=torch.float64) + math.log1p(-lam)
    return torch.logaddexp(x, y)
