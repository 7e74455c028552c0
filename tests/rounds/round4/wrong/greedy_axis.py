"""Exact-match check of forced answers.
# bug: argmax runs over the time axis, not the vocabulary.
"""
import torch


def greedy_match(logits: torch.Tensor, answer: torch.Tensor) -> torch.Tensor:
    """Would greedy decoding produce `answer`? logits (B, T, V) are aligned with answer (B, T)."""
    guess = logits.argmax(dim=1)  # expect: SEQ505
    n = answer.size(1)
    return (guess[:, :n] == answer).all(dim=-1)  # expect-near: SEQ505


def match_rate(batches):
    flags = [greedy_match(z, a) for z, a in batches]
    return torch.cat(flags).float().mean().item()
