"""Entropy over the vocabulary, three spellings; no token is masked out."""
import jax
import jax.numpy as jnp
import torch
from torch.distributions import Categorical


def from_logprobs(lp: torch.Tensor):
    return -(lp.exp() * lp).sum(-1)


def from_logits(z: torch.Tensor):
    return z.logsumexp(-1) - (z.softmax(-1) * z).sum(-1)


def from_dist(z: torch.Tensor):
    return Categorical(logits=z).entropy()


def in_jax(z):
    lp = jax.nn.log_softmax(z)
    return -jnp.sum(jnp.exp(lp) * lp, axis=-1)
