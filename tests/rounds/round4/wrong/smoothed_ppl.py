"""Validation of a translation model.
# bug: the perplexity is exp of a label-smoothed cross entropy.
"""
import torch
import torch.nn as nn


class Validator:
    def __init__(self, pad):
        self.crit = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=0.1, reduction="sum")
        self.pad = pad

    @torch.no_grad()
    def run(self, model, loader):
        nll, n = 0.0, 0
        for src, tgt_in, tgt_out in loader:
            z = model(src, tgt_in)
            nll += self.crit(z.reshape(-1, z.size(-1)), tgt_out.reshape(-1)).item()
            n += int((tgt_out != self.pad).sum())
        ppl = torch.exp(torch.tensor(nll / max(n, 1)))  # expect: SEQ414
        return {"valid_ppl": ppl.item()}
