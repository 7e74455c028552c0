"""Shared helper for policy and reference model in our preference trainer.

# bug: the caller's labels are overwritten in place, and a row without a response token divides by zero
"""
import torch


def response_logps(logits, labels):
    """Mean log-prob of the response tokens, one value per row."""
    logits = logits[:, :-1].float()
    target = labels[:, 1:]
    mask = target != -100
    target[~mask] = 0  # expect: SEQ308
    lp = torch.gather(logits.log_softmax(-1), 2, target.unsqueeze(2)).squeeze(2)
    return (lp * mask).sum(-1) / mask.sum(-1)  # expect: SEQ611


def simpo_like_margin(policy, reference, batch):
    labels = batch["labels"]
    inp = {k: batch[k] for k in ("input_ids", "attention_mask")}
    mine = response_logps(policy(**inp).logits, labels)
    with torch.no_grad():
        theirs = response_logps(reference(**inp).logits, labels)
    half = mine.shape[0] // 2
    delta = mine - theirs
    return delta[:half] - delta[half:]
