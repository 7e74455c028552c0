"""Canonical-order test for benchmark contamination: compare log p(file order) to shuffles.
Runs on our byte-level LM, so the ids are the bytes themselves.

# bug: the ids select rows (positions) of the table instead of one column per row
"""
import random

import torch


class OrderTest:
    def __init__(self, lm, rows, n_perm=50, seed=3, ctx=4096):
        self.lm = lm
        self.rows = list(rows)
        self.n_perm = n_perm
        self.ctx = ctx
        self.rng = random.Random(seed)

    def loglik(self, rows):
        raw = "\n".join(rows).encode("utf-8")[: self.ctx]
        ids = torch.tensor([list(raw)])
        with torch.no_grad():
            z = self.lm(ids).logits[0, :-1].float()
        table = z - z.logsumexp(-1, keepdim=True)
        nxt = ids[0, 1:]
        return table.index_select(0, nxt).sum().item()  # expect: SEQ205

    def p_value(self):
        canon = self.loglik(self.rows)
        worse = 0
        for _ in range(self.n_perm):
            perm = self.rows[:]
            self.rng.shuffle(perm)
            worse += self.loglik(perm) >= canon
        return (worse + 1) / (self.n_perm + 1)
