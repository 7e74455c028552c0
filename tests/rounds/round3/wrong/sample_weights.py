"""Self-normalised importance weights of sampled sequences.

# bug: the sequence log-probabilities are exponentiated one by one, then normalised
"""
import torch


def weights(target_token_lp, mask):
    """(n, T) log-probs of n samples under the target; proposal is uniform."""
    seq = torch.where(mask, target_token_lp, 0.0).sum(dim=1)
    w = seq.exp()  # expect-near: SEQ605
    return w / w.sum()  # expect: SEQ605


def expectation(values, target_token_lp, mask):
    return (weights(target_token_lp, mask) * values).sum()
