"""KL between two categorical distributions with libraries whose arguments are both probabilities."""
import numpy as np
import optax
import jax.numpy as jnp
from scipy.special import rel_entr
from scipy.stats import entropy


def kl_scipy(p: np.ndarray, q: np.ndarray) -> float:
    return float(rel_entr(p, q).sum())


def kl_stats(p, q):
    return float(entropy(p, q))


def kl_optax(log_q: jnp.ndarray, p: jnp.ndarray) -> jnp.ndarray:
    return optax.kl_divergence(log_q, p)
