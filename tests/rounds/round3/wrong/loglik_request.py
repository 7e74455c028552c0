"""A tiny request handler in the manner of an evaluation harness.

# bug: the mean cross entropy with a minus sign is returned as the log-likelihood
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass(frozen=True)
class Request:
    context: tuple
    continuation: tuple


def loglikelihood(model, request: Request) -> float:
    """Total log-probability of the continuation ids given the context ids."""
    ids = torch.tensor([request.context + request.continuation])
    k = len(request.continuation)
    with torch.no_grad():
        z = model(ids).logits[0, -k - 1 : -1].float()
    return -F.cross_entropy(z, ids[0, -k:]).item()  # expect: SEQ402|SEQ401


def multiple_choice(model, context, choices) -> int:
    lls = [loglikelihood(model, Request(context, c)) for c in choices]
    return max(range(len(lls)), key=lls.__getitem__)
