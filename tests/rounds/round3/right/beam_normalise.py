"""Beam search bookkeeping with a length-normalised log-probability."""
import heapq
from dataclasses import dataclass, field


@dataclass(order=True)
class Hyp:
    sort_key: float = field(init=False, repr=False)
    logprob: float
    ids: tuple = ()
    alpha: float = 0.7

    def __post_init__(self):
        self.sort_key = self.logprob / max(len(self.ids), 1) ** self.alpha

    def extend(self, token, lp):
        return Hyp(self.logprob + lp, self.ids + (token,), self.alpha)


def step(hyps, expand, width):
    """expand(ids) yields (token, log-probability) pairs."""
    grown = [h.extend(t, lp) for h in hyps for t, lp in expand(h.ids)]
    return heapq.nlargest(width, grown)


if __name__ == "__main__":
    out = step([Hyp(0.0)], lambda ids: [(1, -0.1), (2, -3.0)], 1)
    assert out[0].ids == (1,)
