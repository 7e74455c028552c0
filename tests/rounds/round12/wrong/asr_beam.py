"""Beam search for an attention encoder-decoder recogniser (ESPnet-like, one utterance).

# bug: ended hypotheses carry a per-token mean, running ones a sum, and both are sorted in one list.
"""
from __future__ import annotations

import dataclasses

import torch


@dataclasses.dataclass
class Hyp:
    yseq: list[int]
    score: float
    state: object


class BeamSearch:
    def __init__(self, decoder, sos, eos, beam=8, maxlen=200):
        self.decoder, self.sos, self.eos = decoder, sos, eos
        self.beam, self.maxlen = beam, maxlen

    def expand(self, h, enc):
        logits, state = self.decoder.step(torch.tensor([h.yseq[-1]]), h.state, enc)
        lp, ids = logits[0].float().log_softmax(-1).topk(self.beam)
        return [Hyp(h.yseq + [int(i)], h.score + float(s), state) for s, i in zip(lp, ids)]

    @torch.no_grad()
    def __call__(self, enc):
        running = [Hyp([self.sos], 0.0, self.decoder.init_state(enc))]
        ended: list[Hyp] = []
        for _ in range(self.maxlen):
            grown = [g for h in running for g in self.expand(h, enc)]
            grown.sort(key=lambda g: g.score, reverse=True)
            running = []
            for g in grown[: self.beam]:
                if g.yseq[-1] == self.eos:
                    n = len(g.yseq) - 1
                    ended.append(dataclasses.replace(g, score=g.score / n))  # expect-near: SEQ503
                else:
                    running.append(g)
            if not running or len(ended) >= self.beam:
                break
        final = sorted(ended + running, key=lambda h: h.score, reverse=True)  # expect: SEQ503
        return final[0].yseq[1:]
