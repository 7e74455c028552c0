"""Sampling worker. Every emitted token is logged with the model's log-prob, plus the mean next-token entropy.

# bug: the reported model log-prob comes from the temperature-scaled, top-p filtered logits; the entropy is -p log p over the emitted tokens only
"""
from dataclasses import dataclass

import torch


@dataclass
class Trace:
    tokens: list
    model_logprob: float
    entropy: float


class NucleusWorker:
    def __init__(self, lm, eos, temperature=0.7, top_p=0.9, limit=256):
        self.lm = lm.eval()
        self.eos = eos
        self.temperature = temperature
        self.top_p = top_p
        self.limit = limit

    def _filter(self, row):
        row = row / self.temperature  # expect-near: SEQ110
        order = row.argsort(descending=True)
        mass = row[order].softmax(-1).cumsum(-1)
        drop = order[1:][mass[:-1] > self.top_p]
        row[drop] = -float("inf")
        return row

    @torch.no_grad()
    def run(self, ids):
        chosen = []
        start = ids.shape[1]
        while ids.shape[1] - start < self.limit:
            row = self._filter(self.lm(ids).logits[0, -1].float())
            lp = row.log_softmax(-1)  # expect: SEQ110
            t = torch.multinomial(lp.exp(), 1)
            chosen.append(lp[t])
            ids = torch.cat([ids, t[None]], 1)
            if t.item() == self.eos:
                break
        lps = torch.cat(chosen)
        entropy = -(lps.exp() * lps).sum() / lps.numel()  # expect: SEQ416
        return Trace(ids[0, start:].tolist(), lps.sum().item(), entropy.item())  # expect-near: SEQ110
