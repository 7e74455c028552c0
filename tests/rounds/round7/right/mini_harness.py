"""lm-eval style multiple choice on pre-tokenised documents; acc is on sums, acc_norm per character."""
from dataclasses import dataclass, field

import numpy as np
import torch
from lm_eval.api.model import LM


@dataclass
class Doc:
    ctx: list
    choices: list
    texts: list
    gold: int
    meta: dict = field(default_factory=dict)


class Local(LM):
    def __init__(self, net):
        super().__init__()
        self.net = net.eval()

    @torch.no_grad()
    def loglikelihood(self, requests):
        res = []
        for ctx, cont in requests:
            x = torch.tensor([(ctx + cont)[:-1]])
            logits = self.net(x).logits[0, len(ctx) - 1:].float().log_softmax(-1)
            y = torch.tensor(cont)
            max_equal = (logits.argmax(dim=-1) == y).all()
            logits = logits.gather(1, y.unsqueeze(1))
            res.append((float(logits.sum()), bool(max_equal)))
        return res

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError


def run(lm, docs):
    acc, norm = [], []
    for d in docs:
        ll = np.array([r[0] for r in lm.loglikelihood([(d.ctx, c) for c in d.choices])])
        acc.append(np.argmax(ll) == d.gold)
        norm.append(np.argmax(ll / np.array([float(len(t)) for t in d.texts])) == d.gold)
    return {"acc": float(np.mean(acc)), "acc_norm": float(np.mean(norm))}
