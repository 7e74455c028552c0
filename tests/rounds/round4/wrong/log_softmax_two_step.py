"""Surprisal of each word.
# bug: the logarithm is taken of a softmax.
"""
import torch
import torch.nn.functional as F


class Surprisal:
    def __init__(self, lm):
        self.lm = lm

    def distribution(self, ids):
        with torch.no_grad():
            return F.softmax(self.lm(ids).logits.float(), dim=-1)

    def __call__(self, ids):
        p = self.distribution(ids)[0, :-1]
        picked = p[torch.arange(p.size(0)), ids[0, 1:]]
        return -picked.log2()  # expect: SEQ602


def seq_logprob(lm, ids):
    lp = torch.log(torch.softmax(lm(ids).logits[0, :-1].float(), -1))  # expect: SEQ602
    return lp.gather(1, ids[0, 1:, None]).sum()
