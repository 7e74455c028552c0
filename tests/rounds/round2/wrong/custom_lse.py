"""Chunked token log-probs, to save memory.

# bug: log of the summed exp is written out, it overflows for large logits
"""
import torch


def chunked_logps(hidden, head, ids, size=256):
    """hidden (T, D), head (V, D); log-probability of ids[1:] given the prefix."""
    out = []
    for lo in range(0, hidden.size(0) - 1, size):
        hi = min(lo + size, hidden.size(0) - 1)
        z = (hidden[lo:hi] @ head.T).float()
        y = ids[lo + 1:hi + 1]
        log_z = torch.log(torch.sum(torch.exp(z), dim=-1))  # expect: SEQ601
        out.append(z[torch.arange(hi - lo), y] - log_z)
    return torch.cat(out) if out else hidden.new_zeros(0)


def doc_logprob(lm, ids):
    h = lm.model(ids[None]).last_hidden_state[0]
    return chunked_logps(h, lm.lm_head.weight, ids).sum()
