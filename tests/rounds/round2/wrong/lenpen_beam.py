"""Beam search with a GNMT length penalty for a decoder-only model.

# bug: the penalty uses the length of prompt plus output
"""
import torch


def penalty(n, alpha):
    return ((5 + n) / 6) ** alpha


@torch.no_grad()
def beam_search(lm, prompt, eos, width=4, steps=64, alpha=0.8):
    """prompt: (1, P) ids. Returns the best finished row."""
    live, finished = [(0.0, prompt)], []
    for _ in range(steps):
        grown = []
        for s, seq in live:
            row = lm(seq).logits[0, -1].float().log_softmax(-1)
            val, idx = row.topk(width)
            grown += [(s + v.item(), torch.cat([seq, i.view(1, 1)], 1)) for v, i in zip(val, idx)]
        grown.sort(key=lambda t: t[0], reverse=True)
        live = []
        for s, seq in grown[:width]:
            if seq[0, -1].item() == eos:
                finished.append((s / penalty(seq.shape[1], alpha), seq))  # expect: SEQ418
            else:
                live.append((s, seq))
        if not live:
            break
    finished = finished or [(s / penalty(q.shape[1], alpha), q) for s, q in live]  # expect-near: SEQ418
    return max(finished, key=lambda t: t[0])[1]
