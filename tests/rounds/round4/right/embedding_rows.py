"""Row lookups with token ids: embeddings and transition tables."""
import numpy as np
import torch


def mean_embedding(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    return table[ids].mean(0)


def markov_rows(log_transition: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Distribution after each state."""
    return log_transition[states]


def markov_loglik(log_transition, states):
    return float(log_transition[states[:-1], states[1:]].sum())
