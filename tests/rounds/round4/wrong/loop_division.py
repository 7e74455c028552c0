"""Average NLL per token over a stream of requests.
# bug: the running total is divided on every pass of the loop.
"""
import torch.nn.functional as F


def stream_nll(model, stream):
    """Average NLL of all tokens. Every element of the stream is (1, T)."""
    avg = 0.0
    seen = 0
    for ids in stream:
        z = model(ids).logits[0, :-1].float()
        avg += F.cross_entropy(z, ids[0, 1:], reduction="sum").item()
        seen += ids.shape[1] - 1
        avg /= max(seen, 1)  # expect: SEQ417
    return avg  # expect-near: SEQ417


def mean_logprob(choices):
    """Mean token log-prob over all choices of a response."""
    total = 0.0
    n = sum(len(c.logprobs.content) for c in choices) or 1
    for c in choices:
        total = (total + sum(t.logprob for t in c.logprobs.content)) / n  # expect: SEQ417
    return total
