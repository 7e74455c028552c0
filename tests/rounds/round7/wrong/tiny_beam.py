"""Plain beam search over any callable that returns next-token log-probabilities.

# bug: the length penalty divides by the whole sequence, prompt included, although only generated tokens carry score
"""
import heapq
from typing import Callable, List, Sequence, Tuple

import numpy as np

Hyp = Tuple[float, List[int]]


def beam_search(
    next_logprobs: Callable[[Sequence[int]], np.ndarray],
    prompt: List[int],
    eos: int,
    width: int = 4,
    max_new: int = 50,
    alpha: float = 0.8,
) -> List[int]:
    """Returns the finished hypothesis with the best score / length ** alpha."""
    live: List[Hyp] = [(0.0, list(prompt))]
    done: List[Hyp] = []
    for _ in range(max_new):
        grown: List[Hyp] = []
        for score, toks in live:
            lp = next_logprobs(toks)
            for v in np.argpartition(-lp, width)[:width]:
                grown.append((score + float(lp[v]), toks + [int(v)]))
        live = []
        for score, toks in heapq.nlargest(width, grown, key=lambda h: h[0]):
            if toks[-1] == eos:
                done.append((score / len(toks) ** alpha, toks))  # expect: SEQ418
            else:
                live.append((score, toks))
        if not live:
            break
    if not done:
        done = [(s / len(t) ** alpha, t) for s, t in live]  # expect-near: SEQ418
    return max(done, key=lambda h: h[0])[1][len(prompt):]
