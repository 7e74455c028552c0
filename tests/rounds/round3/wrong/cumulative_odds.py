"""Sequence probability during a greedy decode.

# bug: probabilities are chained by multiplication and underflow after a few hundred tokens
"""
import torch


@torch.no_grad()
def decode(model, ids, eos, limit=512):
    """Greedy decoding; returns the ids and the sequence's log-probability."""
    running = torch.ones(())
    while ids.size(1) < limit:
        p = torch.softmax(model(ids).logits[0, -1].float(), dim=-1)
        nxt = p.argmax()
        running = running * p[nxt]  # expect: SEQ603
        ids = torch.cat((ids, nxt.view(1, 1)), dim=1)
        if nxt == eos:
            break
    return ids, running.log().item()  # expect-near: SEQ603
