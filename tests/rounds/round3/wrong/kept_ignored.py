"""Response log-probabilities for KTO-style training.

# bug: the mask keeps the ignored positions and drops the response
"""
import torch

IGNORE_INDEX = -100


def response_logp(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    gold = labels[:, 1:]
    use = gold.eq(IGNORE_INDEX)  # expect: SEQ307
    safe = gold.clamp(min=0)
    lp = logits[:, :-1].float().log_softmax(-1).gather(-1, safe[..., None])[..., 0]
    return (lp * use).sum(-1)  # expect-near: SEQ307


def kto_ratio(policy_logits, reference_logits, labels):
    return response_logp(policy_logits, labels) - response_logp(reference_logits, labels)
