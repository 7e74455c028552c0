"""Fitness of protein variants under an autoregressive model.
# bug: the sequence log-likelihood is the mean loss times N although N - 1 residues are scored; the joint log-probability adds up mean losses.
"""
import torch


def log_likelihood(model, tok, seq: str) -> float:
    """log P(seq), summed over residues."""
    ids = tok(seq, return_tensors="pt").input_ids
    with torch.no_grad():
        loss = model(ids, labels=ids).loss
    return float(-loss * ids.shape[-1])  # expect: SEQ403


def joint_logprob(model, tok, seqs):
    """log P of all the sequences together."""
    total = 0.0
    for s in seqs:
        ids = tok(s, return_tensors="pt").input_ids
        with torch.no_grad():
            total -= model(ids, labels=ids).loss.item()  # expect: SEQ402
    return total  # expect-near: SEQ402
