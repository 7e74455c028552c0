"""Listen-attend-spell decoding; every hypothesis is ranked by log-prob over number of emitted units."""
from collections import namedtuple

import torch

H = namedtuple("H", "units lp st")


def rank(h):
    return h.lp / max(len(h.units), 1)


@torch.no_grad()
def decode(dec, memory, sos, eos, beam=10, horizon=300):
    open_, closed = [H((), 0.0, dec.start(memory))], []
    while open_ and horizon > 0:
        horizon -= 1
        pool = []
        for h in open_:
            last = h.units[-1] if h.units else sos
            logits, st = dec(torch.tensor([last]), h.st, memory)
            vals, idx = logits.float().log_softmax(-1).view(-1).topk(beam)
            pool.extend(H(h.units + (u,), h.lp + v, st) for v, u in zip(vals.tolist(), idx.tolist()))
        pool = sorted(pool, key=lambda h: -h.lp)[:beam]
        closed += [h for h in pool if h.units[-1] == eos]
        open_ = [h for h in pool if h.units[-1] != eos]
        if len(closed) >= beam:
            break
    best = max(closed or open_, key=rank)
    return [u for u in best.units if u != eos], rank(best)
