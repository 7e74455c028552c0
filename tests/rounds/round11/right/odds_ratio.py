"""ORPO with log1mexp and an honest perplexity of the plain cross entropy."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def mean_logp(z, y):
    tgt = y[:, 1:]
    k = tgt.ne(-100)
    t = F.log_softmax(z[:, :-1].float(), -1).gather(2, tgt.clamp(min=0)[:, :, None])[:, :, 0]
    return t.masked_fill(~k, 0).sum(1) / k.sum(1).clamp(min=1)


def orpo(zc, yc, zr, yr, lam=0.1, eps=0.1):
    flat, gold = zc[:, :-1].flatten(0, 1).float(), yc[:, 1:].flatten()
    train = F.cross_entropy(flat, gold, ignore_index=-100, label_smoothing=eps)
    plain = F.cross_entropy(flat.detach(), gold, ignore_index=-100)
    a, b = mean_logp(zc, yc), mean_logp(zr, yr)
    d = (a - log1mexp(a)) - (b - log1mexp(b))
    return train - lam * F.logsigmoid(d).mean(), {"perplexity": plain.exp()}
